package io.plumbline.preflight;

import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.StreamFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a stream takes a load, and whether a function reads it. */
final class StreamChecks {

    static final String STREAM = "stream";
    static final String SHARDS = "shards";
    static final String MAPPING = "mapping";

    /** A shard's limit of records a second. */
    private static final double RECORDS = 1_000;

    /** A shard's limit of bytes a second. */
    private static final double BYTES = 1 << 20;

    /** Above it records that come at random moments are throttled every few seconds. */
    private static final double WISE = 0.8;

    /** A batch that has to be done faster than this leaves an insert no time. */
    private static final double HARD_BATCH_SECONDS = 0.2;

    private StreamChecks() {}

    static Check status(StreamFacts stream) {
        return stream.takesRecords()
                ? Check.ok(STREAM, stream.name() + " is " + stream.status())
                : Check.problem(
                        STREAM, stream.name() + " is " + stream.status() + ", not ACTIVE", "wait until it is ACTIVE");
    }

    static Check shards(StreamFacts stream, Plan plan) {
        double byRecords = plan.recordsPerSecond() / RECORDS;
        double byBytes = plan.bytesPerSecond() / BYTES;
        double needed = Math.max(byRecords, byBytes);
        double used = needed / stream.openShards();
        String found = String.format(
                Locale.ROOT,
                "%s for %,.0f records/s of %,d bytes: %.0f %% of the limit of %s",
                count(stream.openShards(), "shard"),
                plan.recordsPerSecond(),
                plan.recordBytes(),
                100 * used,
                byRecords >= byBytes ? "1,000 records/s a shard" : "1 MiB/s a shard");
        if (used <= WISE) {
            return Check.ok(SHARDS, found);
        }
        long wanted = (long) Math.ceil(needed / WISE);
        if (stream.onDemand()) {
            return Check.warning(
                    SHARDS,
                    found,
                    "the stream is on demand: it grows, but takes minutes to; ramp up slowly, or expect throttled records");
        }
        String remedy = "give the stream " + count(wanted, "shard") + ", or lower plumbline.load.rate";
        return used <= 1 ? Check.warning(SHARDS, found, remedy) : Check.problem(SHARDS, found, remedy);
    }

    static List<Check> mappings(List<MappingFacts> mappings, StreamFacts stream, Plan plan) {
        if (mappings.isEmpty()) {
            return List.of(Check.warning(
                    MAPPING,
                    "no event source mapping of this account reads " + stream.name(),
                    "create one; if something else reads the stream, the canaries tell whether records arrive"));
        }
        List<Check> checks = new ArrayList<>();
        for (MappingFacts mapping : mappings) {
            checks.add(state(mapping));
            if (mapping.isEnabled()) {
                checks.add(capacity(mapping, stream, plan));
                if (!mapping.reportsItemFailures()) {
                    checks.add(Check.warning(
                            MAPPING,
                            mapping.function()
                                    + " does not report failures of single records: a batch that fails in part"
                                    + " comes again as a whole, as duplicates",
                            "add ReportBatchItemFailures to its FunctionResponseTypes"));
                }
            }
        }
        return checks;
    }

    private static Check state(MappingFacts mapping) {
        String found = "the event source mapping of " + mapping.function() + " is " + mapping.state();
        if (mapping.isEnabled()) {
            return mapping.lastResult()
                    .filter(result -> result.startsWith("PROBLEM"))
                    .map(result -> Check.warning(
                            MAPPING, found + ", its last result: " + result, "look into the function's log"))
                    .orElseGet(() -> Check.ok(MAPPING, found));
        }
        return Check.problem(MAPPING, found, "enable it: aws lambda update-event-source-mapping --enabled --uuid …");
    }

    private static Check capacity(MappingFacts mapping, StreamFacts stream, Plan plan) {
        double atOnce = (double) stream.openShards() * mapping.parallelization() * mapping.batchSize();
        double seconds = atOnce / plan.recordsPerSecond();
        String found = String.format(
                Locale.ROOT,
                "%s × %d invocations × %,d records: keeps up while a batch takes less than %,.2f s",
                count(stream.openShards(), "shard"),
                mapping.parallelization(),
                mapping.batchSize(),
                seconds);
        return seconds >= HARD_BATCH_SECONDS
                ? Check.ok(MAPPING, found)
                : Check.warning(
                        MAPPING,
                        found,
                        "raise its BatchSize or its ParallelizationFactor (10 at the most), or add shards");
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }
}
