package io.plumbline.result;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a finished run; all that reports read. Latencies are in milliseconds with decimals.
 *
 * @param runId the run's name
 * @param runToken what the table's run id column holds: the name and a nonce; of several generators together what their
 *     tokens begin with
 * @param target what the load went to, as every output says it
 * @param generators which of several load generators made it, or that it is of all of them together; null where there was
 *     one only
 * @param reasons why the verdict is not PASS; empty for PASS
 * @param calls of the function and of BigQuery by the simulation itself, by kind
 * @param clocks how far the clocks of the others were ahead
 * @param causes why records were {@code rejected} or {@code ambiguous} and where they were {@code lost}, each with how
 *     many records
 * @param generator how the load generator itself fared
 * @param controls the records that were treated wrongly on purpose, by kind
 * @param watched the ids that something else sent
 * @param course how it went, beside the totals
 * @param cloud the records at each step of their way, and what AWS itself counted of them; null in records of the first
 *     versions
 * @param baseline earlier runs beside this one; null where there was none
 * @param suspicion where time or records most likely went; null where there is nothing to go by
 * @param capacity what a search for the capacity found; null where there was none
 * @param recovery how the pipeline got over a disturbance; null where it was not disturbed on purpose
 */
public record RunRecord(
        int schemaVersion,
        String runId,
        String runToken,
        String target,
        String simulation,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Generators generators,
        Verdict verdict,
        List<String> reasons,
        Times times,
        Counts counts,
        @Nullable Double successRate,
        Latencies endToEnd,
        Summary kinesisPut,
        List<Call> calls,
        List<Stage> stages,
        List<Clock> clocks,
        Generator generator,
        Map<String, Map<String, Long>> causes,
        List<Control> controls,
        Watched watched,
        Polling polling,
        List<SloResult> slo,
        Course course,
        @Nullable CloudCounts cloud,
        @Nullable Baseline baseline,
        @Nullable Suspicion suspicion,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CapacityFigures capacity,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecoveryFigures recovery,
        Map<String, String> settings,
        Map<String, String> versions) {

    /** Of the JSON form; grows when a name changes or goes. */
    public static final int SCHEMA_VERSION = 1;

    public RunRecord {
        requireNonNull(runId, "runId");
        requireNonNull(verdict, "verdict");
        requireNonNull(times, "times");
        requireNonNull(counts, "counts");
        requireNonNull(endToEnd, "endToEnd");
        reasons = List.copyOf(reasons);
        calls = List.copyOf(calls);
        stages = List.copyOf(stages);
        clocks = List.copyOf(clocks);
        slo = List.copyOf(slo);
        causes = Collections.unmodifiableMap(new LinkedHashMap<>(causes));
        controls = List.copyOf(controls);
        // Those of the first versions do not have it.
        course = requireNonNullElse(course, Course.NOT_KNOWN);
    }

    /** Whether all parties were the local stand-in, on one machine. */
    public boolean againstStandIn() {
        return target.equals(Settings.Target.LOCAL_STAND_IN.label());
    }

    /** The simulation's class without its package. */
    public String simulationName() {
        return simulation.substring(simulation.lastIndexOf('.') + 1);
    }

    /** The same run, not to be trusted for one more reason. */
    public RunRecord invalid(String reason) {
        List<String> all = new ArrayList<>(verdict == Verdict.INVALID ? reasons : List.of());
        all.add(reason);
        return with(new Judgement(Verdict.INVALID, all, slo), cloud, baseline, suspicion);
    }

    /**
     * The same run, with a guess where its time and its records went, and held against earlier runs.
     *
     * @param noRegression whether it fails where something is slower than chance explains
     */
    public RunRecord explained(EarlierRuns earlier, boolean noRegression) {
        Optional<Baseline> held = Baseline.of(earlier, this);
        Judgement asIs = new Judgement(verdict, reasons, slo);
        Judgement judged = noRegression ? Judge.regressions(asIs, held) : asIs;
        return with(judged, cloud, held.orElse(null), Suspect.in(this).orElse(null));
    }

    /** The same run, with what AWS counted beside it. */
    public RunRecord counted(CloudCounts inTheCloud) {
        return with(new Judgement(verdict, reasons, slo), inTheCloud, baseline, suspicion);
    }

    private RunRecord with(
            Judgement judgement,
            @Nullable CloudCounts otherCloud,
            @Nullable Baseline otherBaseline,
            @Nullable Suspicion otherSuspicion) {
        return new RunRecord(
                schemaVersion,
                runId,
                runToken,
                target,
                simulation,
                generators,
                judgement.verdict(),
                judgement.reasons(),
                times,
                counts,
                successRate,
                endToEnd,
                kinesisPut,
                calls,
                stages,
                clocks,
                generator,
                causes,
                controls,
                watched,
                polling,
                judgement.slo(),
                course,
                otherCloud,
                otherBaseline,
                otherSuspicion,
                capacity,
                recovery,
                settings,
                versions);
    }

    /** PASS and FAIL judge the pipeline, INVALID the measurement. */
    public enum Verdict {
        PASS,
        FAIL,
        INVALID
    }

    /** When what ended; each is null where the run did not get so far. */
    public record Times(Instant start, @Nullable Instant loadEnd, @Nullable Instant drainEnd, Instant end) {

        /** How long the run took. */
        public double seconds() {
            return Duration.between(start, end).toMillis() / 1000.0;
        }
    }

    /**
     * What became of the records: {@code intended = unsent + rejected + ambiguous + onTime + late + lost + unresolved +
     * untimed}. The counts beside the sum are null where they cannot be known, {@code notKnown} then has the reason by
     * the count's name.
     */
    public record Counts(
            long intended,
            long unsent,
            long rejected,
            long ambiguous,
            long onTime,
            long late,
            long lost,
            long unresolved,
            long untimed,
            long straddling,
            @Nullable Long unexpected,
            @Nullable Long duplicatesByConsumer,
            @Nullable Long duplicatesByProducer,
            @Nullable Long outOfOrder,
            @Nullable Long corrupted,
            @Nullable Long foreign,
            Map<String, String> notKnown) {

        /** Whether the states add up to what was intended. */
        public boolean addUp() {
            return intended == unsent + rejected + ambiguous + onTime + late + lost + unresolved + untimed;
        }

        /**
         * The largest share of records that may get lost, at 95 % confidence, where none of those that were told of was:
         * 3 / n. Null otherwise.
         */
        @JsonProperty
        public @Nullable Double lostAtMost() {
            long told = onTime + late;
            return lost > 0 || unresolved > 0 || told <= 3 ? null : 3.0 / told;
        }

        /** What to say of a figure that falls among those that did not arrive: only a complete audit may call them lost. */
        public String beyond() {
            return unresolved > 0 ? "not known" : "lost";
        }

        /** Records that the generator tried to send. */
        public long attempted() {
            return intended - unsent;
        }

        /** Attempted records of which an arrival was expected. */
        public long expected() {
            return intended - unsent - untimed;
        }

        /**
         * The share of {@link #expected()} that arrived on time. At the best every straddling record was on time, every
         * unresolved one too, and no ambiguous one was ever accepted; at the worst no straddling one was.
         */
        public Bounded successRate() {
            long expected = expected();
            if (expected <= 0) {
                return Bounded.NOTHING;
            }
            long least = onTime - Math.min(straddling, onTime);
            long most = onTime + Math.min(straddling, late) + unresolved;
            long accepted = expected - ambiguous;
            return new Bounded(
                    (double) least / expected,
                    (double) onTime / expected,
                    accepted == 0 ? 1.0 : (double) most / accepted);
        }
    }

    /** A figure known only to lie between two bounds; null where it falls among the lost or there is nothing to measure. */
    public record Bounded(@Nullable Double lower, @Nullable Double point, @Nullable Double upper) {

        /** Of nothing measured. */
        public static final Bounded NOTHING = new Bounded(null, null, null);
    }

    /**
     * Latencies with bounds, over all records acknowledged or arrived. Lost ones lie beyond every value: a percentile or
     * maximum that falls among them is null. The mean is over those that arrived.
     *
     * @param count records that the points are over
     * @param estimator how the point was made: {@code insert stamp}, {@code polls (Turnbull)}, or the first and else the
     *     second
     */
    public record Latencies(
            long count,
            Bounded min,
            Bounded mean,
            Bounded p50,
            Bounded p95,
            Bounded p99,
            Bounded max,
            String estimator) {}

    /** Latencies on one clock; null where there was nothing to measure. */
    public record Summary(
            long count,
            @Nullable Double min,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Double max) {}

    /**
     * Calls of one kind that a simulation makes beside the pipeline's records.
     *
     * @param name as in Gatling's report: {@code Invoke}, {@code Insert} or {@code Query}
     * @param latency the round trip of those that went well
     * @param failed those that did not, by an error or by a check
     */
    public record Call(String name, @JsonUnwrapped Summary latency, long failed) {}

    /**
     * A stage of the path.
     *
     * @param bound how far a figure may be off, in milliseconds
     * @param negative how many were below zero and counted as zero
     * @param valid false where too many were negative to trust the figures
     */
    public record Stage(String name, @JsonUnwrapped Summary latency, double bound, long negative, boolean valid) {

        public long count() {
            return latency.count();
        }
    }

    /**
     * How far a party's clock was ahead of the generator's; null where it is not known.
     *
     * @param party {@code aws}, {@code lambda} or {@code bigquery}
     * @param offset in milliseconds, in the middle of the run
     * @param drift in microseconds a second
     * @param steady whether it ran evenly; if not, it was set while the run went on, or its stamps make no sense
     */
    public record Clock(String party, Bounded offset, Bounded drift, boolean steady) {}

    /**
     * Records of one kind that the run itself treated wrongly on purpose; in no count.
     *
     * @param kind {@code withheld}, {@code doubled} or {@code altered}
     * @param planted how many
     * @param conclusive how many of them the pipeline brought to where they had to be noticed
     * @param held whether each conclusive one was noticed; if not, the run is INVALID
     * @param note why none was planted or conclusive; empty otherwise
     */
    public record Control(String kind, int planted, int conclusive, boolean held, String note) {}

    /**
     * Ids that something else sent and users waited for; in no count.
     *
     * @param notSeen until their deadlines
     * @param latency from the waits' beginnings; those not seen lie beyond every value
     */
    public record Watched(long seen, long notSeen, Latencies latency) {}

    /**
     * What the arrival polls cost.
     *
     * @param cost in dollars, by the price in the settings; null in records of the first versions
     */
    public record Polling(long queries, long failed, long rows, long bytesBilled, @Nullable Double cost) {}

    /** How an objective came out. */
    public enum Outcome {
        MET,
        MISSED,
        /** Nothing to measure and nobody set the limit. */
        NOT_JUDGED
    }

    /** What an objective's limit and value are counted in. */
    public enum Unit {
        @JsonProperty("ms")
        MILLISECONDS,
        /** From 0 to 1; the larger the better. */
        @JsonProperty("rate")
        RATE,
        @JsonProperty("records")
        RECORDS,
        /** The larger the better. */
        @JsonProperty("records/s")
        RECORDS_PER_SECOND,
        @JsonProperty("stages")
        STAGES;

        boolean largerIsBetter() {
            return this == RATE || this == RECORDS_PER_SECOND;
        }
    }

    /**
     * An objective.
     *
     * @param name the setting's name below {@code plumbline.slo}
     * @param limit the largest (for a rate: the smallest) value that meets it
     * @param value what was measured; null where it cannot be told or falls among the lost
     * @param sure whether both bounds agree with the result
     */
    public record SloResult(
            String name, Unit unit, double limit, @Nullable Double value, Outcome result, boolean sure) {

        /** Of one that is not judged. */
        public String whyNotJudged() {
            return unit == Unit.STAGES ? "too few earlier runs" : "nothing to measure";
        }
    }
}
