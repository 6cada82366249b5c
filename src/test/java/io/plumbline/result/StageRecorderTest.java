package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StageRecorderTest {

    private final StageRecorder recorder = new StageRecorder();

    @Test
    void summarisesInMilliseconds() {
        for (int millis = 1; millis <= 100; millis++) {
            recorder.record(millis * 1000L);
        }
        Summary summary = recorder.summary();
        assertThat(summary.count()).isEqualTo(100);
        assertThat(summary.min()).isEqualTo(1.0);
        assertThat(summary.mean()).isEqualTo(50.5);
        assertThat(summary.p50()).isCloseTo(50.0, withPercentage(0.01));
        assertThat(summary.p95()).isCloseTo(95.0, withPercentage(0.01));
        assertThat(summary.p99()).isCloseTo(99.0, withPercentage(0.01));
        assertThat(summary.max()).isEqualTo(100.0);
    }

    @Test
    void nothingRecordedHasNoFigures() {
        assertThat(recorder.summary()).isEqualTo(new Summary(0, null, null, null, null, null, null));
        assertThat(recorder.stage("Lambda", 0).valid()).isTrue();
    }

    @Test
    void whatAStampsRoundingExplainsIsNotNegative() {
        recorder.record(-999, 999);
        recorder.record(-1_000, 999);

        assertThat(recorder.stage("Lambda", 0).negative()).isEqualTo(1);
        assertThat(recorder.summary().max()).isZero();
    }

    @Test
    void negativeTimesAreCountedAndTakenAsZero() {
        recorder.record(-7000);
        for (int i = 0; i < 99; i++) {
            recorder.record(3000);
        }
        Stage stage = recorder.stage("Lambda", 2000);
        assertThat(stage.negative()).isEqualTo(1);
        assertThat(stage.latency().min()).isEqualTo(0.0);
        assertThat(stage.latency().mean()).isEqualTo(2.97);
        assertThat(stage.bound()).isEqualTo(2.0);
        assertThat(stage.valid()).as("1 of 100").isTrue();
    }

    @Test
    void moreThanOneInAHundredNegativeIsNotValid() {
        recorder.record(-1);
        for (int i = 0; i < 98; i++) {
            recorder.record(3000);
        }
        assertThat(recorder.stage("Lambda", 0).valid()).as("1 of 99").isFalse();
    }

    @Property(tries = 200)
    void theBoundCoversTheHistogramsOwnError(
            @ForAll @Size(min = 1, max = 100) List<@LongRange(max = 600_000_000) Long> micros) {
        StageRecorder recorder = new StageRecorder();
        micros.forEach(recorder::record);
        Stage stage = recorder.stage("Lambda", 0);
        List<Long> sorted = micros.stream().sorted().toList();
        double median = sorted.get((sorted.size() + 1) / 2 - 1) / 1000.0;
        assertThat(stage.latency().p50()).isCloseTo(median, within(stage.bound() + 1e-9));
    }
}
