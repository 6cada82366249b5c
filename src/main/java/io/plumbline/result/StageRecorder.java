package io.plumbline.result;

import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;

/**
 * Collects the times of one stage, or of the put, over the records that have both stamps. For a stage between the stamps
 * of two clocks there is {@link CrossClockRecorder}. Not thread-safe.
 */
public final class StageRecorder {

    /** Above this share of negative times the clocks are too far apart for the stage to mean anything. */
    private static final double MAX_NEGATIVE = 0.01;

    private final Distribution times = new Distribution();
    private long negative;

    /** A negative time is counted, and taken as zero. */
    public void record(long micros) {
        record(micros, 0);
    }

    /**
     * A negative time is taken as zero, and counted where the stamps cannot explain it.
     *
     * @param slackMicros how far below zero it may be because a stamp is rounded down
     */
    public void record(long micros, long slackMicros) {
        if (micros < -slackMicros) {
            negative++;
        }
        times.add(Math.max(0, micros));
    }

    public Summary summary() {
        return times.summary();
    }

    /** @param boundMicros how far a figure may be off by what is known of its two stamps; clocks are not compared */
    public Stage stage(String name, long boundMicros) {
        double bound = (boundMicros + times.halfBucket()) / 1000.0;
        return new Stage(name, summary(), bound, negative, credible(negative, times.count()));
    }

    /** What the figures are read from. */
    public Distribution distribution() {
        return times;
    }

    /** The stage with what its figures are read from. */
    public TimedStage timed(String name, long boundMicros) {
        return new TimedStage(stage(name, boundMicros), times);
    }

    /** Whether so few are negative that the others mean something. */
    static boolean credible(long negative, long count) {
        return negative <= MAX_NEGATIVE * count;
    }
}
