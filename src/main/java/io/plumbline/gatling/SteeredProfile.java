package io.plumbline.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.netty.channel.EventLoopGroup;
import io.plumbline.run.Schedule;
import io.plumbline.steering.Steering;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A profile of which only its purpose is known beforehand: how many users begin is decided while it goes on. */
public final class SteeredProfile implements InjectionProfile {

    private final Steering steering;
    private final @Nullable Schedule schedule;

    private SteeredProfile(Steering steering, @Nullable Schedule schedule) {
        this.steering = steering;
        this.schedule = schedule;
    }

    /** A load of such a scenario; it has to be in {@code accounted(…)}. */
    public static PopulationBuilder of(ScenarioBuilder scenario, Steering steering) {
        var like = scenario.injectOpen(CoreDsl.nothingFor(1)).asScala();
        return new PopulationBuilder(new io.gatling.core.structure.PopulationBuilder(
                like.scenarioBuilder(),
                new SteeredProfile(steering, null),
                like.scenarioProtocols(),
                like.scenarioThrottleSteps(),
                like.pauseType(),
                like.children(),
                false));
    }

    /** The same, known to a run's schedule; the process ends where that has another one. */
    SteeredProfile following(Schedule runs) {
        try {
            runs.steer(steering);
        } catch (IllegalStateException e) {
            throw Halt.because(List.of(String.valueOf(e.getMessage())));
        }
        return new SteeredProfile(steering, runs);
    }

    @Override
    public Option<Object> totalUserCount() {
        return Option.empty();
    }

    @Override
    public Workload workload(
            Scenario scenario,
            AtomicLong numbers,
            long startMillis,
            EventLoopGroup loops,
            StatsEngine stats,
            Clock clock) {
        if (schedule == null) {
            throw Halt.because(List.of("the load of " + scenario.name()
                    + " is decided while it goes on, by what arrives: put" + " it into accounted(…)"));
        }
        return new SteeredWorkload(schedule, scenario, numbers, startMillis, loops, stats, clock);
    }
}
