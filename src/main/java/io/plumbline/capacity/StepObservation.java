package io.plumbline.capacity;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a step up to now, its warm-up left out.
 *
 * @param rate that was planned, in records a second
 * @param achievedRate that was sent, refused records included
 * @param throttled writes that Kinesis throttled
 * @param lost records of the step that are known to be lost
 * @param generatorFaults what is held against the generator, a sentence each without a full stop; empty where it is well
 * @param stages of which the table has stamps
 */
public record StepObservation(
        double rate,
        long fromMicros,
        long toMicros,
        Backlog backlog,
        double achievedRate,
        long throttled,
        long lost,
        List<String> generatorFaults,
        List<LatencyObjective> objectives,
        Map<Stage, Stage.Times> stages) {

    /** Leaves out of the backlog what is not of the step. */
    public StepObservation {
        backlog = backlog.between(fromMicros, toMicros);
        generatorFaults = List.copyOf(generatorFaults);
        objectives = List.copyOf(objectives);
        stages = Map.copyOf(stages);
    }

    /** How long it is so far, its warm-up left out. */
    public Duration length() {
        return Duration.ofNanos((toMicros - fromMicros) * 1_000);
    }

    /**
     * A limit that a latency must keep, and the bounds of what was measured, in milliseconds.
     *
     * @param what as a sentence's subject, such as {@code end-to-end p95}
     */
    public record LatencyObjective(String what, double limitMillis, double lowerMillis, double upperMillis) {}
}
