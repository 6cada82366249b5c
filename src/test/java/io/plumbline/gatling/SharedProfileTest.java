package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.incrementConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.incrementUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import io.gatling.core.controller.inject.open.CompositeOpenInjectionStep;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Settings.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;

/** All generators together make the load that one would have made alone. */
class SharedProfileTest {

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    static Stream<PopulationBuilder> openLoads() {
        return Stream.of(
                open(constantUsersPerSec(100).during(30)),
                open(constantUsersPerSec(0.3).during(20)),
                open(
                        rampUsersPerSec(1).to(50).during(20),
                        constantUsersPerSec(50).during(7),
                        rampUsersPerSec(50).to(1).during(3)),
                open(
                        atOnceUsers(3),
                        nothingFor(Duration.ofSeconds(5)),
                        atOnceUsers(1),
                        rampUsers(17).during(4)),
                open(stressPeakUsers(101).during(9)),
                open(incrementUsersPerSec(7).times(4).eachLevelLasting(3).startingFrom(2)));
    }

    @ParameterizedTest
    @MethodSource("openLoads")
    void theUsersOfAllGeneratorsBeginWhenTheWholeLoadHasThemBegin(PopulationBuilder load) {
        List<Long> whole = moments(load.asScala().injectionProfile());
        for (int count : new int[] {1, 2, 3, 7}) {
            List<Long> together = new ArrayList<>();
            long users = 0;
            for (Share share : shares(count)) {
                InjectionProfile ours = SharedProfile.of(load.asScala().injectionProfile(), share);
                List<Long> moments = moments(ours);
                assertThat((long) (Long) ours.totalUserCount().get()).isEqualTo(moments.size());
                assertThat(moments.size()).isEqualTo((int) share.of(whole.size()));
                users += moments.size();
                together.addAll(moments);
            }
            Collections.sort(together);
            assertThat(together).as("%d generators", count).isEqualTo(whole);
            assertThat(users).isEqualTo(whole.size());
        }
        assertThat(whole).hasSizeGreaterThan(5);
    }

    /** The duration decides when what follows the load begins. */
    @Test
    void theShareOfALoadTakesAsLong() {
        PopulationBuilder load = open(constantUsersPerSec(10).during(30), nothingFor(Duration.ofSeconds(7)));

        for (Share share : shares(3)) {
            scala.collection.immutable.List<OpenInjectionStep> steps =
                    ProfileSteps.of(SharedProfile.of(load.asScala().injectionProfile(), share));
            assertThat(new CompositeOpenInjectionStep(steps).duration().toSeconds())
                    .isEqualTo(37);
        }
    }

    /** Users of all generators, who come at random, make as many as there should be; no two generators draw alike. */
    @Test
    void ofARandomisedLoadEachGeneratorDrawsItsOwn() {
        PopulationBuilder load = open(constantUsersPerSec(1_000).during(40).randomized());

        List<List<Long>> each = shares(4).stream()
                .map(share -> moments(SharedProfile.of(load.asScala().injectionProfile(), share)))
                .toList();

        assertThat(each.stream().mapToInt(List::size).sum())
                .as("six standard deviations")
                .isCloseTo(40_000, within(1_200));
        assertThat(each).allSatisfy(moments -> assertThat(moments.size()).isCloseTo(10_000, within(600)));
        assertThat(each.get(0)).isNotEqualTo(each.get(1));
    }

    @Test
    void aSharedLoadThatIsRandomisedIsTheSameWheneverItIsLookedAt() {
        InjectionProfile ours = SharedProfile.of(
                open(constantUsersPerSec(100).during(10).randomized()).asScala().injectionProfile(),
                shares(3).get(1));

        assertThat(moments(ours)).isEqualTo(moments(ours));
    }

    static Stream<PopulationBuilder> closedLoads() {
        return Stream.of(
                closed(constantConcurrentUsers(10).during(30)),
                closed(
                        rampConcurrentUsers(0).to(50).during(12),
                        constantConcurrentUsers(50).during(6),
                        rampConcurrentUsers(50).to(3).during(12)),
                closed(incrementConcurrentUsers(5)
                        .times(4)
                        .eachLevelLasting(5)
                        .separatedByRampsLasting(2)
                        .startingFrom(1)));
    }

    @ParameterizedTest
    @MethodSource("closedLoads")
    void theUsersOfAllGeneratorsAreAtAnyMomentAsManyAsOfTheWholeLoad(PopulationBuilder load) {
        InjectionProfile whole = load.asScala().injectionProfile();
        for (int count : new int[] {2, 3, 7}) {
            for (long millis = 0; millis < 30_000; millis += 250) {
                FiniteDuration moment = FiniteDuration.apply(millis, TimeUnit.MILLISECONDS);
                int together = 0;
                for (Share share : shares(count)) {
                    together += usersAt(SharedProfile.of(whole, share), moment);
                }
                assertThat(together).as("%d generators at %d ms", count, millis).isEqualTo(usersAt(whole, moment));
            }
        }
    }

    @Test
    void aClosedShareThatEndsWithNoUserHasALastOne() {
        PopulationBuilder load = closed(constantConcurrentUsers(2).during(10));
        PopulationBuilder ours =
                PlannedProfile.follow(load, new Schedule(), shares(3).get(2));

        scala.collection.immutable.List<ClosedInjectionStep> steps =
                ProfileSteps.of((ClosedInjectionProfile) ours.asScala().injectionProfile());

        assertThat(steps.size()).isEqualTo(2);
        assertThat(steps.last().valueAt(FiniteDuration.apply(0, TimeUnit.SECONDS)))
                .isOne();
    }

    @Test
    void whatIsNotToBeSharedIsNot() {
        PopulationBuilder load =
                new PopulationBuilder(open(atOnceUsers(6)).asScala().noShard());

        assertThat(moments(PlannedProfile.follow(load, new Schedule(), shares(3).get(1))
                        .asScala()
                        .injectionProfile()))
                .hasSize(6);
    }

    /** What the guard and the doctor look at is the whole load; what this generator is held to is its share. */
    @Test
    void thePlanIsOfTheWholeLoad() {
        Schedule schedule = new Schedule();
        PopulationBuilder first = open(constantUsersPerSec(100).during(30));
        PopulationBuilder then = open(atOnceUsers(4));

        PopulationBuilder ours =
                PlannedProfile.follow(first.andThen(then), schedule, shares(4).get(1));

        assertThat(schedule.plan().users()).hasValue(3_004);
        assertThat(schedule.plan().rate().getAsDouble()).isCloseTo(100, within(0.11));
        assertThat(moments(ours.asScala().injectionProfile())).hasSize(750);
        assertThat(moments(ours.asScala().children().head().head().injectionProfile()))
                .as("what comes behind it")
                .hasSize(1);
    }

    private static PopulationBuilder open(io.gatling.javaapi.core.OpenInjectionStep... steps) {
        return scenario("open").exec(session -> session).injectOpen(steps);
    }

    private static PopulationBuilder closed(io.gatling.javaapi.core.ClosedInjectionStep... steps) {
        return scenario("closed").exec(session -> session).injectClosed(steps);
    }

    private static List<Share> shares(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Share(index, count, Optional.empty()))
                .toList();
    }

    /** In nanoseconds from the load's start. */
    private static List<Long> moments(InjectionProfile profile) {
        scala.collection.immutable.List<OpenInjectionStep> steps = ProfileSteps.of(profile);
        List<Long> moments = new ArrayList<>();
        for (Iterator<FiniteDuration> all = new CompositeOpenInjectionStep(steps).chain(Iterator.empty());
                all.hasNext(); ) {
            moments.add(all.next().toNanos());
        }
        return moments;
    }

    private static int usersAt(InjectionProfile profile, FiniteDuration moment) {
        scala.collection.immutable.List<ClosedInjectionStep> steps = ProfileSteps.of(profile);
        FiniteDuration from = FiniteDuration.apply(0, TimeUnit.SECONDS);
        for (Iterator<ClosedInjectionStep> all = steps.iterator(); all.hasNext(); ) {
            ClosedInjectionStep step = all.next();
            FiniteDuration until = from.$plus(step.duration());
            if (moment.$less(until)) {
                return step.valueAt(moment.$minus(from));
            }
            from = until;
        }
        return 0;
    }
}
