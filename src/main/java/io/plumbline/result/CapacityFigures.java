package io.plumbline.result;

import com.fasterxml.jackson.annotation.JsonValue;
import io.plumbline.result.RunRecord.Bounded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the pipeline sustains, as far as a search found out. Rates are in records a second.
 *
 * @param sentence what was found, without a full stop
 * @param lastPass the highest rate that was sustained; null where none was
 * @param firstFail the lowest rate above it that was not shown to be sustained; null where none failed
 * @param confirmed whether {@code lastPass} was sustained twice
 * @param limitedBy what keeps {@code firstFail} from being sustained; null where nothing failed
 * @param growthLimit the share of a rate by which the backlog must grow less
 * @param prediction what the set-up should sustain; null where the search ended before it was known
 * @param steps in the order in which they were made
 */
public record CapacityFigures(
        String sentence,
        @Nullable Double lastPass,
        @Nullable Double firstFail,
        boolean confirmed,
        @Nullable LimitedBy limitedBy,
        double growthLimit,
        @Nullable Prediction prediction,
        List<Step> steps,
        BacklogSeries backlog) {

    public CapacityFigures {
        steps = List.copyOf(steps);
    }

    /** Whether it says anything of the pipeline. What the generator cannot do is no answer. */
    boolean isKnown() {
        return (lastPass != null || firstFail != null) && limitedBy != LimitedBy.GENERATOR;
    }

    /** What keeps a rate from being sustained. */
    public enum LimitedBy {
        SHARDS("shards"),
        FUNCTION("function"),
        BIGQUERY("BigQuery"),
        GENERATOR("generator"),
        NOT_TOLD("not told");

        private final String words;

        LimitedBy(String words) {
            this.words = words;
        }

        @JsonValue
        public String words() {
            return words;
        }
    }

    /** Whether a step's rate was sustained. */
    public enum Result {
        PASS("pass"),
        FAIL("fail"),
        UNDECIDED("undecided");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        @JsonValue
        public String words() {
            return words;
        }
    }

    /**
     * What the set-up should sustain.
     *
     * @param sentence how that stands to what was measured, without a full stop
     * @param ceilings the lowest first
     */
    public record Prediction(String sentence, List<Ceiling> ceilings) {

        public Prediction {
            ceilings = List.copyOf(ceilings);
        }
    }

    /** @param what as a sentence's subject */
    public record Ceiling(String what, LimitedBy limit, double rate) {}

    /**
     * Load at a steady rate.
     *
     * @param from when its warm-up was over
     * @param to until when it was judged
     * @param drained when its last record had arrived, or was given up
     * @param rate that was planned
     * @param achieved that was sent
     * @param limitedBy what kept it from being sustained; null where it was, or nobody knows
     * @param growth of the backlog, in records a second; null where the step was too short to tell
     * @param throttled writes that Kinesis throttled
     * @param missing records that had not arrived when the drain was given up
     * @param p95 of the end-to-end latency of the records that arrived in the step, in milliseconds
     * @param reasons sentences without a full stop, the most important first
     */
    public record Step(
            Instant from,
            Instant to,
            Instant drained,
            double rate,
            double achieved,
            Result result,
            @Nullable LimitedBy limitedBy,
            Bounded growth,
            long throttled,
            long missing,
            Bounded p95,
            List<String> reasons) {

        public Step {
            reasons = List.copyOf(reasons);
        }

        /** For how long it was judged. */
        public double seconds() {
            return Duration.between(from, to).toMillis() / 1000.0;
        }
    }
}
