package io.plumbline.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoopGroup;
import io.plumbline.run.Schedule;
import io.plumbline.steering.Orders;
import io.plumbline.steering.Orders.AtOnce;
import io.plumbline.steering.Orders.Over;
import io.plumbline.steering.Orders.Steady;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/** Asks before each of Gatling's ticks, which come once a second, what users are to begin until the next one. */
class SteeredWorkload extends Workload {

    private final Schedule schedule;
    private final AtomicLong numbers;
    private final long startMillis;
    private final Clock clock;

    /** Until when users are scheduled, from the start on. */
    private long scheduledMillis;

    /** The part of a user that is due since the last one. */
    private double due;

    private boolean over;

    SteeredWorkload(
            Schedule schedule,
            Scenario scenario,
            AtomicLong numbers,
            long startMillis,
            EventLoopGroup loops,
            StatsEngine stats,
            Clock clock) {
        super(scenario, numbers, loops, stats);
        this.schedule = schedule;
        this.numbers = numbers;
        this.startMillis = startMillis;
        this.clock = clock;
    }

    @Override
    public void injectBatch(FiniteDuration window) {
        long until = clock.nowMillis() - startMillis + window.toMillis();
        if (over || until <= scheduledMillis) {
            return;
        }
        Orders orders = schedule.steeredLoad().orders(epochMicros(scheduledMillis), epochMicros(until));
        if (orders instanceof Steady steady) {
            inject(steady.usersPerSecond(), until);
        } else if (orders instanceof AtOnce atOnce) {
            for (int user = 0; user < atOnce.users(); user++) {
                injectAt(scheduledMillis);
            }
        } else if (orders instanceof Over) {
            end();
        }
        scheduledMillis = until;
    }

    private void inject(double perSecond, long untilMillis) {
        double users = due + perSecond * (untilMillis - scheduledMillis) / 1_000;
        for (int user = 1; user <= users; user++) {
            injectAt(scheduledMillis + Math.round((user - due) / perSecond * 1_000));
        }
        due = users - Math.floor(users);
    }

    /** With a last user: Gatling goes on to what follows a load when one ends of whom it knows that he is the last. */
    private void end() {
        over = true;
        injectAt(scheduledMillis);
        setAllScheduled();
    }

    private void injectAt(long millis) {
        schedule.expect(1);
        schedule.scheduled(numbers.get() + 1, epochMicros(millis));
        injectUser(
                FiniteDuration.apply(Math.max(0, millis - (clock.nowMillis() - startMillis)), TimeUnit.MILLISECONDS));
    }

    private long epochMicros(long millis) {
        return TimeUnit.MILLISECONDS.toMicros(startMillis + millis);
    }

    @Override
    public void endUser() {
        incrementStoppedUsers();
    }

    @Override
    public FiniteDuration duration() {
        return Duration.Zero();
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
