package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.result.Generator.Cpu;
import io.plumbline.result.Generator.Gc;
import io.plumbline.result.Generator.LittlesLaw;
import io.plumbline.result.RunRecord.Summary;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GeneratorHealthTest {

    private static final long PERIOD = GeneratorHealth.PERIOD_MICROS;

    private final IdleMachine machine = new IdleMachine();
    private int inFlight;
    private final GeneratorHealth health = new GeneratorHealth(machine, () -> inFlight);
    private long now = 5_000_000;

    @Test
    void aTimerInTimeIsNotLate() {
        health.loadBegan(now);
        look(100);

        assertThat(health.lateness().count()).isEqualTo(100);
        assertThat(health.lateness().max()).isZero();
    }

    @Test
    void aStopCountsAsOftenAsTheTimerWouldHaveRunInIt() {
        health.loadBegan(now);
        look(500);
        stop(3_000_000);
        look(350);

        Summary lateness = health.lateness();
        assertThat(lateness.count()).isEqualTo(500 + 150 + 1 + 350);
        assertThat(lateness.max()).isEqualTo(3_000);
        assertThat(lateness.p50()).isZero();
        // 151 of 1,001 looks were late, by 0, 20, … 3,000 ms: the tenth from the top is the 99th percentile.
        assertThat(lateness.p99()).isCloseTo(2_800, within(1.0));
    }

    @Test
    void onlyTheLoadCounts() {
        stop(7_000_000);
        machine.collects(900_000);
        machine.uses(50_000_000);
        health.loadBegan(now);
        look(50);
        machine.collects(4_000);
        machine.uses(2_000_000);
        machine.collects(1_500);
        health.loadEnded(now);
        machine.collects(800_000);
        machine.uses(9_000_000);
        stop(8_000_000);

        assertThat(health.lateness().count()).isEqualTo(50);
        assertThat(health.lateness().max()).isZero();
        assertThat(health.gc()).isEqualTo(new Gc(2, 5.5, 4));
        assertThat(health.cpu()).isEqualTo(new Cpu(4, 0.5));
        assertThat(health.loadSeconds()).isEqualTo(1);
    }

    @Test
    void aStopAtTheLoadsEndIsSeenAfterIt() {
        health.loadBegan(now);
        look(10);
        health.loadEnded(now + 1_000_000);
        stop(3_000_000);

        assertThat(health.lateness().max()).isEqualTo(3_000);
    }

    @Test
    void withoutALoadThereIsNothingToSay() {
        look(10);
        health.loadEnded(now);

        assertThat(health.lateness().count()).isZero();
        assertThat(health.cpu().share()).isNull();
        assertThat(health.loadSeconds()).isZero();
        assertThat(health.littlesLaw(0, OptionalDouble.of(3))).isEqualTo(new LittlesLaw(null, null, null));
    }

    @Test
    void whatFoundNoConnectionIsCounted() {
        health.acquireFailed();
        health.acquireFailed();

        assertThat(health.acquireFailures()).isEqualTo(2);
    }

    @Test
    void littlesLawHoldsForATimeAverage() {
        health.loadBegan(now);
        inFlight = 40;
        look(250);
        inFlight = 10;
        stop(3_000_000 - PERIOD);
        look(100);

        // 40 for 5 s and 10 for 5 s; 100 records of 2.5 s each in 10 s.
        LittlesLaw law = health.littlesLaw(100, OptionalDouble.of(2_500));
        assertThat(law.inFlight()).isCloseTo(25, within(0.1));
        assertThat(law.rateTimesLatency()).isCloseTo(25, within(1e-9));
        assertThat(law.apart()).isLessThan(0.01);
        assertThat(law.suspect()).isFalse();
        assertThat(health.littlesLaw(100, OptionalDouble.of(2_000)).suspect()).isTrue();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            now += PERIOD;
            health.looked(now, now);
        }
    }

    /** The timer, due after its period, runs so much later. */
    private void stop(long micros) {
        long due = now + PERIOD;
        now = due + micros;
        health.looked(due, now);
    }
}
