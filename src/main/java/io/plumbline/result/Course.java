package io.plumbline.result;

import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run went, beside its totals: over time, by shard, and some records one by one. Durations are in milliseconds.
 *
 * @param curves of the end-to-end latency first, then of the stages in the order a record travels
 * @param coldStarts null where nobody told
 */
public record Course(
        Timeline timeline, List<Curve> curves, Puts puts, @Nullable ColdStarts coldStarts, Exemplars exemplars) {

    /** Of a run of which nothing but totals is known. */
    public static final Course NOT_KNOWN = new Course(
            new Timeline(null, 0, List.of()),
            List.of(),
            new Puts(0, 0, List.of()),
            null,
            new Exemplars(List.of(), List.of()));

    public Course {
        curves = List.copyOf(curves);
    }

    /**
     * The load's beginning to the last arrival, cut into slices of one width.
     *
     * @param start of the first slice; null where nothing was sent
     */
    public record Timeline(@Nullable Instant start, double sliceSeconds, List<Slice> slices) {

        public Timeline {
            slices = List.copyOf(slices);
        }
    }

    /**
     * A slice of the time. Counts but for {@code arrived} and {@code throttled} are of the records sent in it, and so are
     * its latencies, to a hundredth of their size.
     *
     * @param sent that left the generator
     * @param arrived that became visible in it, whenever they were sent
     * @param throttled how often a put was refused in it for too much at a time, repeated puts included
     * @param backlog at the slice's end: sent, not rejected, expected to arrive, and not arrived yet. What is lost stays
     *     in it
     * @param p50 of the end-to-end latency; null where it falls among the lost, which lie beyond every value, or nothing
     *     arrived
     * @param stages the 95th percentile of each stage of those that arrived, by its name; clocks corrected as far as was
     *     known on arrival
     */
    public record Slice(
            long sent,
            long arrived,
            long backlog,
            long rejected,
            long throttled,
            long late,
            long lost,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            Map<String, Double> stages) {

        public Slice {
            stages = ordered(stages);
        }
    }

    /** Percentiles, from the smallest to the largest. */
    public record Curve(String name, List<Point> points) {

        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A percentile; null is beyond every value.
     *
     * @param percent from 0 to 100
     */
    public record Point(double percent, @Nullable Double lower, @Nullable Double point, @Nullable Double upper) {}

    /**
     * How Kinesis took the records.
     *
     * @param attempts to put a record, repeated ones included
     * @param throttled how many of them were refused for too much at a time
     * @param shards that took records, by their ids
     */
    public record Puts(long attempts, long throttled, List<Shard> shards) {

        public Puts {
            shards = List.copyOf(shards);
        }
    }

    /** @param share of all records taken, from 0 to 1 */
    public record Shard(String id, long records, double share) {}

    /**
     * Starts of the function's environment, as its invocations told.
     *
     * @param invocations that told whether they had to wait for one
     * @param cold how many had to
     * @param longest null where none had to
     */
    public record ColdStarts(long invocations, long cold, @Nullable Double longest) {}

    /**
     * Records that are worth a look.
     *
     * @param slowest of those that arrived, the slowest first
     * @param lost some of those that did not, the earliest first
     */
    public record Exemplars(List<Exemplar> slowest, List<Exemplar> lost) {

        public Exemplars {
            slowest = List.copyOf(slowest);
            lost = List.copyOf(lost);
        }
    }

    /**
     * One record's way.
     *
     * @param put the put's round trip; null where it was not acknowledged
     * @param latency end to end; null where it did not arrive
     * @param stages how long each took, by its name and in the order a record travels, clocks corrected as far as was
     *     known on arrival; below zero where that was too little
     * @param sequenceNumber Kinesis' own, by which it can be looked for in the stream
     * @param reason why it is in this state, where there is more to say
     */
    public record Exemplar(
            String traceId,
            State state,
            Instant sent,
            @Nullable Double put,
            @Nullable Double latency,
            Map<String, Double> stages,
            int attempts,
            @Nullable String sequenceNumber,
            @Nullable String reason) {

        public Exemplar {
            stages = ordered(stages);
        }
    }

    private static Map<String, Double> ordered(Map<String, Double> stages) {
        Map<String, Double> known = new LinkedHashMap<>(stages);
        known.values().removeIf(Objects::isNull);
        return Collections.unmodifiableMap(known);
    }
}
