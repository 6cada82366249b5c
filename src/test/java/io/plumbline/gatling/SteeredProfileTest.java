package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.plumbline.PipelineDsl;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Settings.Share;
import io.plumbline.steering.Orders;
import io.plumbline.steering.Orders.AtOnce;
import io.plumbline.steering.Orders.Over;
import io.plumbline.steering.Orders.Steady;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.steering.Steering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.concurrent.duration.FiniteDuration;

/** What Gatling's injector is made to do by orders, tick by tick. */
class SteeredProfileTest {

    private static final long START_MILLIS = 1_700_000_000_000L;

    private final EventLoopGroup loops = new DefaultEventLoopGroup(1);
    private final AtomicLong numbers = new AtomicLong();
    private final Schedule schedule = new Schedule();
    private final List<Long> begins = new ArrayList<>();
    private long nowMillis = START_MILLIS;

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully();
    }

    /** Does as it was told beforehand, and notes what windows it was asked for. */
    private static final class Told implements SteeredLoad {

        private final Iterator<Orders> orders;
        private final List<List<Long>> windows = new ArrayList<>();

        Told(Orders... orders) {
            this.orders = Arrays.asList(orders).iterator();
        }

        @Override
        public Orders orders(long fromMicros, long untilMicros) {
            windows.add(List.of(fromMicros - START_MILLIS * 1_000, untilMicros - START_MILLIS * 1_000));
            return orders.next();
        }

        @Override
        public Optional<CapacityFigures> capacity() {
            return Optional.empty();
        }

        @Override
        public Optional<RecoveryFigures> recovery() {
            return Optional.empty();
        }

        @Override
        public String standing() {
            return "";
        }

        @Override
        public void close() {}
    }

    /** That notes when users are to begin, in milliseconds from the start, and begins none. */
    private Workload workload(Told told) {
        schedule.steered(told);
        Clock clock = new Clock() {
            @Override
            public long nowMillis() {
                return nowMillis;
            }
        };
        return new SteeredWorkload(schedule, nobodys(), numbers, START_MILLIS, loops, null, clock) {
            @Override
            public void injectUser(FiniteDuration delay) {
                numbers.incrementAndGet();
                begins.add(nowMillis - START_MILLIS + delay.toMillis());
            }
        };
    }

    private static Scenario nobodys() {
        return new Scenario("nobody", null, null, null, null);
    }

    /** Gatling's first tick is for two seconds, the others for one, a second ahead. */
    private void tick(Workload workload, long second) {
        nowMillis = START_MILLIS + 1_000 * second;
        workload.injectBatch(FiniteDuration.apply(2, java.util.concurrent.TimeUnit.SECONDS));
    }

    @Test
    void usersBeginAtEvenDistancesWhateverTheWindows() {
        Workload workload = workload(new Told(new Steady(2.5), new Steady(2.5), new Steady(2.5)));

        tick(workload, 0);
        tick(workload, 1);
        tick(workload, 2);

        assertThat(begins).containsExactly(400L, 800L, 1200L, 1600L, 2000L, 2400L, 2800L, 3200L, 3600L, 4000L);
        assertThat(schedule.plan()).isEqualTo(LoadPlan.UNKNOWN);
    }

    @Test
    void windowsFollowEachOtherWithoutAGap() {
        Told told = new Told(new Steady(0), new Steady(0), new Steady(0));
        Workload workload = workload(told);

        tick(workload, 0);
        tick(workload, 1);
        // A late tick makes up for what was missed.
        tick(workload, 4);

        assertThat(told.windows)
                .containsExactly(
                        List.of(0L, 2_000_000L), List.of(2_000_000L, 3_000_000L), List.of(3_000_000L, 6_000_000L));
        assertThat(begins).isEmpty();
    }

    @Test
    void aBurstBeginsWithItsWindow() {
        Workload workload = workload(new Told(new Steady(0), new AtOnce(3)));

        tick(workload, 0);
        tick(workload, 1);

        assertThat(begins).containsExactly(2_000L, 2_000L, 2_000L);
    }

    @Test
    void theLastUserTellsGatlingThatTheLoadIsOver() {
        Workload workload = workload(new Told(new Steady(1), new Over()));

        tick(workload, 0);
        assertThat(workload.isAllUsersScheduled()).isFalse();
        tick(workload, 1);
        tick(workload, 2);

        assertThat(begins).containsExactly(1_000L, 2_000L, 2_000L);
        assertThat(workload.isAllUsersScheduled()).isTrue();
        assertThat(workload.isEmpty()).isFalse();
    }

    @Test
    void aLoadOfThatKindIsKnownToTheScheduleAndHasNoPlan() {
        var load = PipelineDsl.capacity(scenario("searched").exec(session -> session));

        var followed = PlannedProfile.follow(load, schedule, Share.WHOLE).asScala();

        assertThat(followed.injectionProfile()).isInstanceOf(SteeredProfile.class);
        assertThat(followed.injectionProfile().totalUserCount().isEmpty()).isTrue();
        assertThat(schedule.steering()).contains(new Steering.Search(1));
        assertThat(schedule.plan()).isEqualTo(LoadPlan.UNKNOWN);
    }

    @Test
    void aRunHasOneOfThem() {
        schedule.steer(new Steering.Search(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> schedule.steer(new Steering.Search(2)))
                .withMessageContaining("a run has one load whose rate is decided while it goes on");
        assertThat(schedule.steering()).contains(new Steering.Search(1));
    }

    @Test
    void ratesAndRecordsThatMakeNoLoadAreRefused() {
        var someone = scenario("someone").exec(session -> session);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineDsl.capacity(someone, 0))
                .withMessage("A user puts at least one record, not 0.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineDsl.recovery(someone, 10, 0))
                .withMessage("The rates must be above 0, not 10.0 and 0.0.");
    }
}
