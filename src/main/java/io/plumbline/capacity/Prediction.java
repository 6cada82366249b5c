package io.plumbline.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline should sustain by how it is set up; the lowest ceiling is the knee.
 *
 * @param ceilings lowest first
 */
public record Prediction(List<Ceiling> ceilings) {

    /** What a shard takes in a second, by Kinesis' quotas. */
    private static final double SHARD_RECORDS = 1_000;

    private static final double SHARD_BYTES = 1_000_000;

    /** Within this share a knee is as predicted. */
    private static final double AS_PREDICTED = 0.1;

    /**
     * @param what as a sentence's subject
     * @param rate in records a second
     */
    public record Ceiling(String what, Limit limit, double rate) {}

    /**
     * How a pipeline is set up; null where it is not known.
     *
     * @param recordBytes mean size of a record with its partition key
     * @param parallelizationFactor of the event source mapping
     * @param batchSize of the event source mapping
     * @param batchMillis how long the function takes for a full batch, by a canary
     * @param reservedConcurrency of the function; null also where none is reserved
     */
    public record Setup(
            int shards,
            int recordBytes,
            @Nullable Integer parallelizationFactor,
            @Nullable Integer batchSize,
            @Nullable Double batchMillis,
            @Nullable Integer reservedConcurrency) {

        /** Refuses what is no stream. */
        public Setup {
            if (shards < 1 || recordBytes < 1) {
                throw new IllegalArgumentException("A stream has at least one shard and records of one byte, not "
                        + shards + " and " + recordBytes);
            }
        }
    }

    /** Sorts the ceilings. */
    public Prediction {
        ceilings = ceilings.stream()
                .sorted(Comparator.comparingDouble(Ceiling::rate))
                .toList();
    }

    /** By what is known of the setup. */
    public static Prediction of(Setup setup) {
        List<Ceiling> ceilings = new ArrayList<>();
        ceilings.add(new Ceiling("the shards' records", Limit.SHARD, setup.shards * SHARD_RECORDS));
        ceilings.add(new Ceiling("the shards' bytes", Limit.SHARD, setup.shards * SHARD_BYTES / setup.recordBytes));
        Integer factor = setup.parallelizationFactor;
        Integer batch = setup.batchSize;
        Double millis = setup.batchMillis;
        Integer reserved = setup.reservedConcurrency;
        if (batch != null && millis != null && millis > 0) {
            double perLane = batch / (millis / 1e3);
            if (factor != null) {
                ceilings.add(
                        new Ceiling("the function's parallel batches", Limit.LAMBDA, setup.shards * factor * perLane));
            }
            if (reserved != null) {
                ceilings.add(new Ceiling("the function's reserved concurrency", Limit.LAMBDA, reserved * perLane));
            }
        }
        return new Prediction(ceilings);
    }

    /** The lowest ceiling. */
    public Ceiling knee() {
        return ceilings.get(0);
    }

    /** Of how a measured capacity stands to the knee; without a full stop. */
    public String beside(Capacity measured) {
        String predicted = "predicted are " + Words.rate(knee().rate()) + ", by " + knee().what();
        if (measured instanceof Capacity.Between between) {
            return predicted + "; " + beside(between);
        }
        if (measured instanceof Capacity.AtLeast least) {
            return predicted + "; "
                    + (least.lastPass() > knee().rate() * (1 + AS_PREDICTED)
                            ? "it sustains more: a ceiling was set too low, or the setup has changed"
                            : "no rate failed, so it cannot be held against that");
        }
        if (measured instanceof Capacity.Below below && below.firstFail() < knee().rate() * (1 - AS_PREDICTED)) {
            return predicted + "; it does not sustain " + Words.percent(below.firstFail() / knee().rate())
                    + " of that: " + lower(below.limitedBy());
        }
        return predicted + "; nothing was measured to hold against that";
    }

    /** By the bracket, not by a point: what lies within it cannot be told from it. */
    private String beside(Capacity.Between between) {
        double knee = knee().rate();
        if (between.firstFail() < knee * (1 - AS_PREDICTED)) {
            return "it sustains " + Words.percent(between.lastPass() / knee) + " of that: "
                    + lower(between.limitedBy());
        }
        if (between.lastPass() > knee * (1 + AS_PREDICTED)) {
            return "it sustains " + Words.percent(between.lastPass() / knee)
                    + " of that: batches are faster or records smaller than was assumed";
        }
        return "as predicted";
    }

    private String lower(Limit limitedBy) {
        if (limitedBy == Limit.NOT_TOLD) {
            return "something that was not predicted limits it, and what cannot be told";
        }
        if (limitedBy != knee().limit()) {
            return "it is limited by " + limitedBy.words() + " before";
        }
        return limitedBy == Limit.SHARD
                ? "records are not spread evenly over the shards, or come in bursts"
                : "batches take longer under load than the canary's, are not full, or one shard has more of the records";
    }
}
