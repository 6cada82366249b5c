package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.TestSettings;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.steering.RecoveryLoad.Rates;
import io.plumbline.steering.Steering;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a load whose rate is decided while it goes on, before it begins. */
class SteeredLoadsTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final Set<Need> ALL = EnumSet.of(Need.PUT, Need.ARRIVAL);

    private final Schedule schedule = new Schedule();

    private static Settings settings(String... given) {
        TestSettings settings = TestSettings.forPipeline(NOWHERE, NOWHERE);
        for (int i = 0; i < given.length; i += 2) {
            settings = settings.with(given[i], given[i + 1]);
        }
        return settings.settings();
    }

    @Test
    void aSearchMayTakeAsLongAsTheSettingsSay() {
        schedule.steer(new Steering.Search(1));

        LoadPlan plan = new SteeredLoads(
                        settings("plumbline.capacity.maxTime", "7 minutes", "plumbline.capacity.drain", "30 s"),
                        ALL,
                        schedule)
                .plan();

        assertThat(plan.users()).isEmpty();
        assertThat(plan.rate()).isEmpty();
        assertThat(plan.duration())
                .as("and what comes before it")
                .contains(Duration.ofMinutes(7).plusSeconds(30).plusMinutes(4));
    }

    @Test
    void byDefaultASearchIsNotLongerThanTheGuardAllows() {
        schedule.steer(new Steering.Search(1));
        Settings defaults = settings();

        assertThat(new SteeredLoads(defaults, ALL, schedule).plan().duration().orElseThrow())
                .isLessThan(defaults.guard().caps().duration());
    }

    @Test
    void aRecoveryTakesAllItsPartsAtTheMost() {
        schedule.steer(new Steering.Disturbing(new Rates(10, 100, 1)));

        LoadPlan plan = new SteeredLoads(
                        settings(
                                "plumbline.recovery.warmUp", "1 s",
                                "plumbline.recovery.baseline", "20 s",
                                "plumbline.recovery.disturbed", "300 s",
                                "plumbline.recovery.within", "4000 s"),
                        ALL,
                        schedule)
                .plan();

        assertThat(plan.duration()).contains(Duration.ofSeconds(4_321));
    }

    @Test
    void anyOtherLoadHasItsPlan() {
        schedule.plan(100, Duration.ofSeconds(10), () -> 10);

        SteeredLoads none = new SteeredLoads(settings(), ALL, schedule);

        assertThat(none.plan()).isEqualTo(schedule.plan());
        assertThat(none.plan().users()).hasValue(100);
    }

    @Test
    void oneOfSeveralGeneratorsIsRefused() {
        schedule.steer(new Steering.Search(1));
        Settings shared = settings(
                "plumbline.generator.count", "2", "plumbline.generator.index", "1", "plumbline.runId", "shared");

        assertThat(refusal(shared, ALL))
                .startsWith("plumbline.generator.count: ")
                .endsWith("; set it to 1");
    }

    @Test
    void whereNoArrivalIsSeenThereIsNoBacklog() {
        schedule.steer(new Steering.Search(1));

        assertThat(refusal(settings(), EnumSet.of(Need.INVOKE))).contains("let the scenario put records");
    }

    private String refusal(Settings settings, Set<Need> needs) {
        StartFailure failure =
                catchThrowableOfType(StartFailure.class, () -> new SteeredLoads(settings, needs, schedule));
        assertThat(failure).isNotNull();
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0);
    }
}
