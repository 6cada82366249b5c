package io.plumbline.capacity;

import io.plumbline.capacity.Backlog.Sample;
import java.time.Duration;
import java.util.Optional;

/** How a pipeline got over a disturbance, such as a burst or a paused mapping. */
public sealed interface Recovery {

    /** Before the disturbance. */
    Baseline baseline();

    /** The largest backlog from the disturbance on. */
    Sample peak();

    /** By how many records a second the backlog fell; empty where it was too short to tell. */
    Optional<Slope> drain();

    /** @param largest backlog that counts as back: a quarter of the spread above the largest that was seen */
    record Baseline(double median, double spread, double largest) {}

    /**
     * It is over.
     *
     * @param atLeast after the disturbance's end the backlog was last seen above its baseline
     * @param atMost after the disturbance's end it was seen back in it, to stay
     */
    record Recovered(Baseline baseline, Sample peak, Optional<Slope> drain, Duration atLeast, Duration atMost)
            implements Recovery {}

    /**
     * It is not, as far as was looked.
     *
     * @param within so long after the disturbance's end
     * @param left the backlog then
     */
    record NotRecovered(Baseline baseline, Sample peak, Optional<Slope> drain, Duration within, long left)
            implements Recovery {}

    /**
     * Of a steady load with one disturbance. The backlog is back when it is within the baseline's spread for three cycles.
     *
     * @param series from some time before the disturbance, for the baseline, to its end
     * @param cycleMicros how far apart the slowest polls on the records' way are
     * @param confidence of either bound of the drain
     */
    static Recovery of(Backlog series, long disturbedMicros, long overMicros, long cycleMicros, double confidence) {
        return new RecoveryAnalysis(series, disturbedMicros, overMicros, cycleMicros, confidence).recovery();
    }
}
