package io.plumbline.result;

import com.fasterxml.jackson.annotation.JsonValue;
import io.plumbline.result.RunRecord.Bounded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline got over a disturbance. Figures are null where the run did not last until they could be told.
 *
 * @param sentence what was found, without a full stop
 * @param from when the disturbance began
 * @param to when it was over
 * @param baseline the backlog before it, in the median
 * @param back the largest backlog that counts as back
 * @param peak the largest backlog from the disturbance on
 * @param drainRate by how many records a second the backlog fell
 * @param atLeast how long after the disturbance the backlog was last seen above {@code back}, in seconds; null where it did
 *     not come back
 * @param atMost how long after the disturbance it was first seen back, to stay, in seconds; null where it did not come back
 * @param left the backlog at the end where it did not come back; null where it did
 */
public record RecoveryFigures(
        String sentence,
        Disturbance disturbance,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Double baseline,
        @Nullable Double back,
        @Nullable Long peak,
        @Nullable Instant peakAt,
        Bounded drainRate,
        @Nullable Double atLeast,
        @Nullable Double atMost,
        @Nullable Long left,
        BacklogSeries backlog) {

    /** Whether it could be told; also where the backlog did not come back. */
    boolean isKnown() {
        return peak != null;
    }

    /** What disturbed the pipeline. */
    public enum Disturbance {
        /** More load for a while. */
        BURST("burst"),
        /** The event source mapping did not read for a while. */
        PAUSE("pause");

        private final String words;

        Disturbance(String words) {
            this.words = words;
        }

        @JsonValue
        public String words() {
            return words;
        }
    }
}
