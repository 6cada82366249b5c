package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramsTest {

    private final EndToEndRecorder endToEnd = new EndToEndRecorder();
    private final StageRecorder put = new StageRecorder();

    @Test
    void aCurveHasThePercentilesAndTheirBounds() {
        for (int millis = 1; millis <= 1_000; millis++) {
            endToEnd.arrived(900L * millis, 1_000L * millis, 1_100L * millis);
        }

        List<Curve> curves = histograms().curves();

        assertThat(curves).extracting(Curve::name).containsExactly("End to end");
        RunRecord.Latencies latencies = endToEnd.latencies("insert stamp");
        assertThat(at(curves.get(0), 50)).isEqualTo(latencies.p50());
        assertThat(at(curves.get(0), 99)).isEqualTo(latencies.p99());
        assertThat(at(curves.get(0), 0)).isEqualTo(latencies.min());
        assertThat(at(curves.get(0), 100)).isEqualTo(latencies.max());
    }

    @Test
    void aPercentileAboveWhichNothingLiesIsNotRepeated() {
        for (int millis = 1; millis <= 1_000; millis++) {
            endToEnd.arrived(millis, millis, millis);
        }

        assertThat(histograms().curves().get(0).points())
                .extracting(Point::percent)
                .containsExactly(0.0, 1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 100.0);
    }

    @Test
    void whatIsLostLiesBeyondEveryValue() {
        for (int i = 0; i < 90; i++) {
            endToEnd.arrived(1_000, 1_000, 1_000);
        }
        for (int i = 0; i < 10; i++) {
            endToEnd.lost();
        }

        assertThat(at(histograms().curves().get(0), 95).point()).isNull();
        assertThat(at(histograms().curves().get(0), 90).point()).isEqualTo(1.0);
    }

    @Test
    void aStageHasTheBoundOfItsFiguresAndOneThatIsNotValidHasNoCurve() {
        StageRecorder stage = new StageRecorder();
        stage.record(5_000);
        TimedStage good = stage.timed("Lambda", 7_000);
        StageRecorder negative = new StageRecorder();
        negative.record(-1);
        TimedStage bad = negative.timed("Kinesis to Lambda", 0);

        List<Curve> curves =
                new Histograms(endToEnd.spread(), put.distribution(), List.of(bad, good), Map.of()).curves();

        assertThat(curves).extracting(Curve::name).containsExactly("Lambda");
        assertThat(at(curves.get(0), 100))
                .isEqualTo(new RunRecord.Bounded(0.0, 5.0, 5 + good.stage().bound()));
    }

    private Histograms histograms() {
        return new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of());
    }

    private static RunRecord.Bounded at(Curve curve, double percent) {
        Point found = curve.points().stream()
                .filter(point -> point.percent() == percent)
                .findFirst()
                .orElseThrow();
        return new RunRecord.Bounded(found.lower(), found.point(), found.upper());
    }
}
