package io.plumbline.run;

import io.plumbline.ledger.Visibility;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.trace.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How far the figures of the stages that end with visibility may be off, because visibility is known by polls only. */
final class VisibleBounds {

    private final Map<String, EndToEndRecorder> stages = new HashMap<>();

    void record(Stage last, Visibility visible) {
        stages.computeIfAbsent(last.name(), first -> new EndToEndRecorder())
                .arrived(
                        visible.lowerMicros() - last.fromMicros(),
                        visible.pointMicros() - last.fromMicros(),
                        visible.upperMicros() - last.fromMicros());
    }

    /** The widest that a percentile's bounds are; 0 for stages that end with a stamp. */
    long boundMicros(String stage) {
        EndToEndRecorder recorder = stages.get(stage);
        if (recorder == null) {
            return 0;
        }
        Latencies latencies = recorder.latencies(stage);
        return Stream.of(latencies.p50(), latencies.p95(), latencies.p99())
                .mapToLong(VisibleBounds::halfWidthMicros)
                .max()
                .orElse(0);
    }

    private static long halfWidthMicros(Bounded figure) {
        if (figure.lower() == null || figure.point() == null || figure.upper() == null) {
            return 0;
        }
        return (long) Math.ceil(1_000 * Math.max(figure.upper() - figure.point(), figure.point() - figure.lower()));
    }
}
