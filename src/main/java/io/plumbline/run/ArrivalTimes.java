package io.plumbline.run;

import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Visibility;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.IntervalEstimator;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.Spread;
import java.util.OptionalDouble;

/**
 * Collects when records arrived and chooses the estimator of the points: the insert stamps, where rows have them and are
 * visible when stamped; Turnbull's over the intervals that the polls left, otherwise.
 */
final class ArrivalTimes {

    /** More stamps than this lie before their rows can have been visible: rows are visible later than stamped. */
    private static final double MOST_STAMPED_EARLY = 0.01;

    private final EndToEndRecorder recorder = new EndToEndRecorder();
    private final IntervalEstimator byStamps = new IntervalEstimator();
    private final IntervalEstimator byPolls = new IntervalEstimator();
    private long arrived;
    private long stamped;
    private long stampedEarly;

    void arrived(long sentMicros, Arrival arrival) {
        Visibility visible = arrival.visible();
        long lower = visible.lowerMicros() - sentMicros;
        long point = visible.pointMicros() - sentMicros;
        long upper = visible.upperMicros() - sentMicros;
        arrived++;
        recorder.arrived(lower, point, upper);
        byPolls.add(lower, upper);
        if (visible.stamped()) {
            stamped++;
            byStamps.add(point, point);
        } else {
            byStamps.add(lower, upper);
        }
        stampedEarly += arrival.stampedEarly() ? 1 : 0;
    }

    void lost() {
        recorder.lost();
        byStamps.addBeyond();
        byPolls.addBeyond();
    }

    void ambiguous() {
        recorder.ambiguous();
    }

    void unresolved() {
        recorder.unresolved();
        byStamps.addBeyond();
        byPolls.addBeyond();
    }

    Latencies latencies() {
        return switch (points()) {
            case STAMPS -> recorder.latencies("insert stamp");
            case STAMPS_AND_POLLS -> recorder.latencies("insert stamp, else polls (Turnbull)", byStamps.estimate());
            case POLLS -> recorder.latencies("polls (Turnbull)", byPolls.estimate());
        };
    }

    /** The 95th percentile of the best single estimates, in milliseconds: good enough to look at while a run goes on. */
    OptionalDouble p95SoFar() {
        return recorder.p95();
    }

    /** What the latencies are read from. */
    Spread spread() {
        return switch (points()) {
            case STAMPS -> recorder.spread();
            case STAMPS_AND_POLLS -> recorder.spread(byStamps.estimate());
            case POLLS -> recorder.spread(byPolls.estimate());
        };
    }

    /** How points are made. */
    private enum Points {
        STAMPS,
        STAMPS_AND_POLLS,
        POLLS
    }

    private Points points() {
        if (stamped == 0 || stampedEarly > MOST_STAMPED_EARLY * arrived) {
            return Points.POLLS;
        }
        return stamped == arrived ? Points.STAMPS : Points.STAMPS_AND_POLLS;
    }
}
