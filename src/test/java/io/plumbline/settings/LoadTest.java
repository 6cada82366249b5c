package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.settings.Settings.Load;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For all simulations, for one, or the default. */
class LoadTest {

    private static Load load(int users, double rate, String ramp, String duration, String rampDown, String pause) {
        return new Load(
                users,
                rate,
                100,
                5,
                Duration.parse(ramp),
                Duration.parse(duration),
                Duration.parse(rampDown),
                Duration.parse(pause),
                500,
                1_000_000,
                Optional.empty());
    }

    @Test
    void aSimulationWithoutSettingsHasTheDefaults() {
        assertThat(given().load("Unheard")).isEqualTo(load(10, 10, "PT0S", "PT1M", "PT0S", "PT1S"));
    }

    @Test
    void smokeTakesHalfAMinuteAtFiftyRecordsASecond() {
        assertThat(given().load("Smoke")).isEqualTo(load(10, 50, "PT0S", "PT30S", "PT0S", "PT1S"));
    }

    @Test
    void endToEndGoesToFiftyUsersAndBack() {
        assertThat(given().load("EndToEnd")).isEqualTo(load(50, 10, "PT2M", "PT10M", "PT2M", "PT1S"));
    }

    @Test
    void whatSomebodySetForAllCountsMoreThanTheSimulationsOwn() {
        SettingsFixture given = given().application(
                        "plumbline.load.rate = 7", "plumbline.simulations.Smoke.load { rate = 8, users = 9 }");
        assertThat(given.load("Smoke").rate()).isEqualTo(7);
        assertThat(given.load("Smoke").users()).isEqualTo(9);
        assertThat(given.load("EndToEnd").rate()).isEqualTo(7);
    }

    @Test
    void evenAFileForAllCountsMoreThanAPropertyForOne() {
        assertThat(given().application("plumbline.load.rate = 7")
                        .property("plumbline.simulations.Smoke.load.rate", "8")
                        .load("Smoke")
                        .rate())
                .isEqualTo(7);
    }

    @Test
    void aSimulationsOwnFollowsTheOrderOfTheLayers() {
        assertThat(given().application("plumbline.simulations.Smoke.load.rate = 7")
                        .load("Smoke")
                        .rate())
                .isEqualTo(7);
        assertThat(given().application("plumbline.simulations.Smoke.load.rate = 7")
                        .property("plumbline.simulations.Smoke.load.rate", "8")
                        .load("Smoke")
                        .rate())
                .isEqualTo(8);
    }

    @Test
    void somebodysOwnReferenceConfGivesDefaultsToo() {
        SettingsFixture given =
                given().reference("plumbline.load.rate = 3", "plumbline.simulations.Mine.load.duration = 5 s");
        assertThat(given.load("Mine").rate()).isEqualTo(3);
        assertThat(given.load("Mine").duration()).hasSeconds(5);
        assertThat(given.load("Smoke").rate()).isEqualTo(50);
    }

    @Test
    void theVariableCountsForAll() {
        assertThat(given().env("PLUMBLINE_LOAD_RATE", "6").load("Smoke").rate()).isEqualTo(6);
    }

    @Test
    void everySimulationsLoadIsJudgedWhicheverRuns() {
        assertThat(given().application(
                                "plumbline.simulations.Mine.load.duration = long",
                                "plumbline.simulations.Smoke.load.rate = 0")
                        .refused()
                        .problems())
                .extracting(problem -> ((Problem.Invalid) problem).setting())
                .containsExactlyInAnyOrder(
                        "plumbline.simulations.Mine.load.duration", "plumbline.simulations.Smoke.load.rate");
    }

    @Test
    void whatIsGivenForAllAndForOneIsInTheEffectiveSettings() {
        assertThat(given().property("plumbline.load.rate", "7").settings().effective())
                .containsEntry("plumbline.load.rate", "7")
                .containsEntry("plumbline.simulations.Smoke.load.rate", "50")
                .containsEntry("plumbline.simulations.EndToEnd.load.duration", "10 minutes")
                .doesNotContainKey("plumbline.simulations.Smoke.load.users");
    }

    @Test
    void aPresetTakesTheSimulationsPlace() {
        Load fast =
                given().property("plumbline.load.preset", "ConstantRate1000").load("ConstantRate");

        assertThat(fast.rate()).isEqualTo(1_000);
        assertThat(fast.duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(given().load("ConstantRate").rate()).isEqualTo(500);
    }

    @Test
    void aPresetThatDoesNotExistIsAProblem() {
        assertThat(given().property("plumbline.load.preset", "Fast").problems())
                .containsExactly("plumbline.load.preset (environment PLUMBLINE_LOAD_PRESET): \"Fast\" from"
                        + " -Dplumbline.load.preset is not allowed; allowed: one of Batch, Capacity, Component,"
                        + " ConstantRate, ConstantRate1000, EndToEnd, HotShard, PutOnly, Recovery, SeedMethod, Smoke, Soak,"
                        + " Spike, Stair");
    }
}
