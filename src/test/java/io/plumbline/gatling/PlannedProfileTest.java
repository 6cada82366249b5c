package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Settings.Share;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is known of a load before it begins. */
class PlannedProfileTest {

    private final Schedule schedule = new Schedule();

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void aConstantRateIsItsOwnPeak() {
        follow(constantUsersPerSec(100).during(30));

        LoadPlan plan = schedule.plan();
        assertThat(plan.users()).hasValue(3_000);
        assertThat(plan.duration()).contains(Duration.ofSeconds(30));
        assertThat(plan.rate().getAsDouble()).isCloseTo(100, within(0.11));
    }

    @Test
    void theRateIsThatOfTheHighestTenSeconds() {
        follow(
                constantUsersPerSec(10).during(20),
                rampUsersPerSec(10).to(200).during(60),
                nothingFor(Duration.ofSeconds(30)),
                atOnceUsers(500));

        assertThat(schedule.plan().duration()).contains(Duration.ofSeconds(110));
        assertThat(schedule.plan().rate().getAsDouble())
                .as("the ramp's last ten seconds")
                .isBetween(180.0, 190.0);
    }

    @Test
    void aBurstIsSpreadOverTenSeconds() {
        follow(atOnceUsers(500));

        assertThat(schedule.plan().rate()).hasValue(50);
        assertThat(schedule.plan().duration()).contains(Duration.ZERO);
    }

    @Test
    void ofSeveralLoadsUsersAddUpAndTheHighestRateAndTimeCount() {
        follow(constantUsersPerSec(100).during(20));
        follow(constantUsersPerSec(10).during(60));

        assertThat(schedule.plan().users()).hasValue(2_600);
        assertThat(schedule.plan().duration()).contains(Duration.ofSeconds(60));
        assertThat(schedule.plan().rate().getAsDouble()).isCloseTo(100, within(0.11));
    }

    @Test
    void ofARandomisedLoadUsersAndTimeAreKnown() {
        follow(constantUsersPerSec(50).during(20).randomized());

        assertThat(schedule.plan().users().getAsLong()).isCloseTo(1_000, within(1L));
        assertThat(schedule.plan().duration()).contains(Duration.ofSeconds(20));
    }

    @Test
    void aClosedLoadHasNoPlan() {
        PlannedProfile.follow(
                scenario("closed")
                        .exec(session -> session)
                        .injectClosed(constantConcurrentUsers(5).during(10)),
                schedule,
                Share.WHOLE);

        assertThat(schedule.plan()).isEqualTo(LoadPlan.UNKNOWN);
    }

    private void follow(OpenInjectionStep... steps) {
        PopulationBuilder load = scenario("open").exec(session -> session).injectOpen(steps);
        assertThat(PlannedProfile.follow(load, schedule, Share.WHOLE)).isNotNull();
    }
}
