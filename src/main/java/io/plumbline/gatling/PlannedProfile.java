package io.plumbline.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.controller.inject.open.OpenInjectionProfile;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.core.controller.inject.open.OpenWorkload;
import io.gatling.core.controller.inject.open.UserStream;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.PopulationBuilder;
import io.netty.channel.EventLoopGroup;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Settings.Share;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.List;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * An open profile that tells the schedule when each user is to begin, and otherwise does what Gatling's own does.
 * Gatling does not tell actions: the moment is known where a user gets his number, and nowhere later.
 */
final class PlannedProfile implements InjectionProfile {

    private static final long PEAK_NANOS = 10_000_000_000L;

    private final List<OpenInjectionStep> steps;
    private final Option<Object> users;
    private final Schedule schedule;

    private PlannedProfile(List<OpenInjectionStep> steps, Option<Object> users, Schedule schedule) {
        this.steps = steps;
        this.users = users;
        this.schedule = schedule;
    }

    /**
     * This generator's share of the load with all that follows it, known to the schedule; the schedule is dropped where it
     * has no plan. What the load has as a whole is told to it as the plan.
     */
    static PopulationBuilder follow(PopulationBuilder load, Schedule schedule, Share share) {
        return new PopulationBuilder(follow(load.asScala(), schedule, share));
    }

    private static io.gatling.core.structure.PopulationBuilder follow(
            io.gatling.core.structure.PopulationBuilder load, Schedule schedule, Share share) {
        return new io.gatling.core.structure.PopulationBuilder(
                load.scenarioBuilder(),
                planned(load.injectionProfile(), schedule, load.shard() ? share : Share.WHOLE),
                load.scenarioProtocols(),
                load.scenarioThrottleSteps(),
                load.pauseType(),
                load.children().map(siblings -> siblings.map(child -> follow(child, schedule, share))),
                load.shard());
    }

    private static InjectionProfile planned(InjectionProfile profile, Schedule schedule, Share share) {
        if (profile instanceof SteeredProfile steered) {
            return steered.following(schedule);
        }
        if (!(profile instanceof OpenInjectionProfile open)) {
            schedule.drop("a closed load has no planned moments");
            return LastUser.atTheEndOf(SharedProfile.of(profile, share));
        }
        List<OpenInjectionStep> all = ProfileSteps.of(open);
        if (all == null) {
            schedule.drop("this version of Gatling does not show the plan of a load");
            return SharedProfile.of(profile, share);
        }
        PlannedProfile whole = new PlannedProfile(all, open.totalUserCount(), schedule);
        schedule.plan(
                (Long) open.totalUserCount().get(),
                java.time.Duration.ofNanos(whole.duration().toNanos()),
                whole::peak);
        OpenInjectionProfile ours = SharedProfile.of(open, share);
        if (all.exists(SharedProfile::isRandom)) {
            schedule.drop("it is not known where a load is randomised");
            return ours;
        }
        schedule.expect((Long) ours.totalUserCount().get());
        return new PlannedProfile(Objects.requireNonNull(ProfileSteps.of(ours)), ours.totalUserCount(), schedule);
    }

    /** The most users a second, over ten seconds. Where the load is randomised, of another draw. */
    private double peak() {
        Iterator<FiniteDuration> last = moments();
        Iterator<FiniteDuration> first = moments();
        long count = 0;
        long most = 0;
        long from = Long.MIN_VALUE;
        while (last.hasNext()) {
            long now = last.next().toNanos();
            count++;
            while (from <= now - PEAK_NANOS) {
                if (from != Long.MIN_VALUE) {
                    count--;
                }
                from = first.next().toNanos();
            }
            most = Math.max(most, count);
        }
        return most * 1e9 / PEAK_NANOS;
    }

    private FiniteDuration duration() {
        FiniteDuration duration = Duration.Zero();
        for (Iterator<OpenInjectionStep> step = steps.iterator(); step.hasNext(); ) {
            duration = duration.$plus(step.next().duration());
        }
        return duration;
    }

    @Override
    public Option<Object> totalUserCount() {
        return users;
    }

    @Override
    public Workload workload(
            Scenario scenario,
            AtomicLong numbers,
            long startMillis,
            EventLoopGroup loops,
            StatsEngine stats,
            Clock clock) {
        Iterator<FiniteDuration> moments = moments();
        return new OpenWorkload(
                UserStream.apply(steps),
                duration(),
                (Long) users.get() == 0,
                scenario,
                numbers,
                startMillis,
                loops,
                stats,
                clock) {
            @Override
            public void injectUser(FiniteDuration delay) {
                // Users get their numbers one after the other, on the injector's thread.
                long number = numbers.get() + 1;
                schedule.scheduled(
                        number,
                        TimeUnit.MILLISECONDS.toMicros(startMillis)
                                + moments.next().toMicros());
                super.injectUser(delay);
            }
        };
    }

    /** The moments of all users from the start of the load, the same that Gatling makes of the steps. */
    private Iterator<FiniteDuration> moments() {
        Iterator<FiniteDuration> moments = Iterator.empty();
        for (Iterator<OpenInjectionStep> step = steps.reverse().iterator(); step.hasNext(); ) {
            moments = step.next().chain(moments);
        }
        return moments;
    }
}
