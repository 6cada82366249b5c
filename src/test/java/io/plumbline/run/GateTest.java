package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.settings.GuardSettings.Caps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What may leave: everything, up to the caps, until it is shut. */
class GateTest {

    private static final Caps WIDE = new Caps(1e6, Long.MAX_VALUE, Duration.ofDays(1), Long.MAX_VALUE);

    private final AtomicLong now = new AtomicLong(1_700_000_000_000_000L);
    private final List<String> told = new ArrayList<>();

    @Test
    void withoutCapsEverythingLeavesUntilItIsShut() {
        Gate gate = new Gate(Optional.empty(), now::get);
        gate.whenStopped(told::add);

        assertThat(gate.admit(1_000_000_000, Long.MAX_VALUE)).isNull();
        gate.shut("it is over");

        assertThat(gate.admit(1, 1)).isEqualTo("it is over");
        gate.stop("something else");
        assertThat(gate.shutBy()).isEqualTo("it is over");
        assertThat(gate.isStopped()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void aStopIsToldOnceWithTheFirstReasonAndStays() {
        Gate gate = new Gate(Optional.empty(), now::get);
        gate.whenStopped(told::add);

        gate.stop("one");
        gate.stop("two");
        gate.shut("three");

        assertThat(gate.admit(1, 1)).isEqualTo("the load was stopped: one");
        assertThat(told).containsExactly("the load was stopped: one");
        assertThat(gate.isStopped()).isTrue();
    }

    @Test
    void exactlyAsManyRecordsLeaveAsMay() {
        Gate gate = gate(new Caps(1e6, 1_000, Duration.ofDays(1), Long.MAX_VALUE));

        assertThat(gate.admit(999, 1)).isNull();
        assertThat(gate.admit(1, 1)).isNull();
        assertThat(gate.admit(1, 1))
                .isEqualTo("the load was stopped: it had 1,000 records (plumbline.guard.maxRecords)");
    }

    @Test
    void asManyBytesLeaveAsMay() {
        Gate gate = gate(new Caps(1e6, Long.MAX_VALUE, Duration.ofDays(1), 1_000));

        assertThat(gate.admit(1, 1_000)).isNull();
        assertThat(gate.admit(1, 1)).isEqualTo("the load was stopped: it had 1,000 bytes (plumbline.guard.maxBytes)");
    }

    @Test
    void nothingLeavesAfterItsTime() {
        Gate gate = gate(new Caps(1e6, Long.MAX_VALUE, Duration.ofMinutes(1), Long.MAX_VALUE));

        assertThat(gate.admit(1, 1)).isNull();
        now.addAndGet(60_000_000);
        assertThat(gate.admit(1, 1)).isNull();
        now.addAndGet(1);
        assertThat(gate.admit(1, 1)).isEqualTo("the load was stopped: it took 60 s (plumbline.guard.maxDuration)");
    }

    @Test
    void aLoadAtItsRateIsNotStoppedByJitterAndABurstIs() {
        Gate gate = gate(new Caps(100, Long.MAX_VALUE, Duration.ofDays(1), Long.MAX_VALUE));

        for (int second = 0; second < 60; second++) {
            assertThat(gate.admit(second % 2 == 0 ? 90 : 110, 1)).isNull();
            now.addAndGet(1_000_000);
        }
        assertThat(gate.admit(300, 1))
                .isEqualTo(
                        "the load was stopped: it had more than 100.0 records a second over 10 s (plumbline.guard.maxRate)");
    }

    @Test
    void whatDoesNotLeaveIsNotCounted() {
        LoadCaps caps = new LoadCaps(new Caps(1e6, 10, Duration.ofDays(1), Long.MAX_VALUE));

        assertThat(caps.beyond(11, 1, now.get())).isPresent();
        assertThat(caps.beyond(10, 1, now.get())).isEmpty();
        assertThat(new LoadCaps(WIDE).beyond(11, 1, now.get())).isEmpty();
    }

    private Gate gate(Caps caps) {
        return new Gate(Optional.of(new LoadCaps(caps)), now::get);
    }
}
