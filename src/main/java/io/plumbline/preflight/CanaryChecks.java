package io.plumbline.preflight;

import io.plumbline.arrival.Clocks;
import io.plumbline.aws.PutOutcome;
import io.plumbline.settings.Settings;
import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.ClockOffset.Range;
import io.plumbline.trace.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What canaries tell of a pipeline: whether records arrive, what of them can be measured, and how exactly. */
final class CanaryChecks {

    static final String CANARIES = "canaries";
    static final String LEVEL = "level";
    static final String POLLING = "polling";
    static final String CLOCKS = "clocks";

    private static final double FAR_APART_SECONDS = 1;

    private CanaryChecks() {}

    static List<Check> arrivals(List<Canary> canaries, Settings settings) {
        List<Check> checks = new ArrayList<>();
        List<Canary> refused =
                canaries.stream().filter(canary -> !canary.wasTaken()).toList();
        if (!refused.isEmpty()) {
            checks.add(refused(refused, canaries.size()));
        }
        List<Canary> taken = canaries.stream().filter(Canary::wasTaken).toList();
        List<Canary> lost = taken.stream().filter(canary -> !canary.arrived()).toList();
        if (!lost.isEmpty()) {
            checks.add(lost(lost, taken.size(), settings));
        }
        List<Canary> arrived = taken.stream().filter(Canary::arrived).toList();
        if (!arrived.isEmpty()) {
            checks.add(Check.ok(CANARIES, arrived(arrived, canaries.size())));
            long doubled =
                    arrived.stream().filter(canary -> canary.rows().size() > 1).count();
            if (doubled > 0) {
                checks.add(Check.warning(
                        CANARIES,
                        doubled + " of them have several rows",
                        "if each record is to have several rows, say so in the simulation: expectRows(…)"));
            }
        }
        return checks;
    }

    private static String arrived(List<Canary> arrived, int all) {
        return String.format(
                Locale.ROOT,
                "%d of %d arrived, after %.1f to %.1f s as polls saw it",
                arrived.size(),
                all,
                arrived.stream().mapToDouble(Canary::seconds).min().orElseThrow(),
                arrived.stream().mapToDouble(Canary::seconds).max().orElseThrow());
    }

    private static Check refused(List<Canary> refused, int all) {
        PutOutcome first = refused.get(0).put();
        String found = "%d of %d were not taken: ".formatted(refused.size(), all);
        if (first instanceof PutOutcome.Refused why) {
            return Check.problem(
                    CANARIES,
                    found + why.code() + ": " + why.message(),
                    why.isThrottled()
                            ? "somebody else uses the stream up: wait, give it shards, or use a stream of one's own"
                            : "allow the puts that infra/policies/aws-load.json names");
        }
        PutOutcome.Unanswered broken = (PutOutcome.Unanswered) first;
        return Check.problem(
                CANARIES,
                found + broken.code() + ": " + broken.message(),
                "look at the way to Kinesis: endpoint, proxy, firewall");
    }

    private static Check lost(List<Canary> lost, int taken, Settings settings) {
        String found = "%d of %d were taken by Kinesis and not found in the table within %d s"
                .formatted(lost.size(), taken, settings.arrival().within().toSeconds());
        Optional<Canary> anonymous =
                lost.stream().filter(canary -> !canary.strays().isEmpty()).findFirst();
        if (anonymous.isPresent()) {
            String why = anonymous.get().strays().get(0).why();
            return Check.problem(
                    CANARIES,
                    found + "; the table has their sequence numbers in rows without their id"
                            + (why == null ? "" : ": " + why),
                    "have the function copy the record's trace id into "
                            + settings.columns().traceId() + ": docs/instrumenting.md");
        }
        return Check.problem(
                CANARIES,
                found,
                "look whether the function writes into this table and not another, into its log and its on-failure"
                        + " destination, and whether it copies the trace id into "
                        + settings.columns().traceId());
    }

    /** What the rows of canaries show; only of some that have arrived. */
    static List<Check> level(List<Canary> canaries, Settings.Columns columns) {
        List<Check> checks = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        named(columns).forEach((stamp, column) -> {
            if (canaries.stream()
                    .flatMap(canary -> canary.rows().stream())
                    .allMatch(row -> row.stamps().at(stamp).isEmpty())) {
                empty.add(column);
            }
        });
        boolean numbers = columns.sequenceNumber().isPresent();
        if (numbers
                && canaries.stream()
                        .flatMap(canary -> canary.rows().stream())
                        .allMatch(row -> row.sequenceNumber() == null)) {
            empty.add(columns.sequenceNumber().get());
            numbers = false;
        }
        boolean function = has(Stamp.LAMBDA_RECEIVED, columns, empty);
        boolean inserted = has(Stamp.INSERTED, columns, empty);
        checks.add(Check.ok(LEVEL, level(numbers && function, inserted)));
        if (!empty.isEmpty()) {
            checks.add(Check.warning(
                    LEVEL,
                    "the canaries' rows have nothing in "
                            + empty.stream().sorted().collect(Collectors.joining(", ")),
                    "have the function write it, or set its plumbline.columns.… to \"\""));
        }
        return checks;
    }

    private static String level(boolean function, boolean inserted) {
        if (function && inserted) {
            return "C: sequence number, the function's stamps and the insert's: all stages, duplicates with their origin,"
                    + " points by the insert stamp";
        }
        return function
                ? "B: sequence number and the function's stamps: stages up to the function, duplicates with their origin;"
                        + " arrivals as exactly as polls are dense"
                : "A: the id" + (inserted ? " and the insert stamp" : "")
                        + ": the whole time, lost and late records; duplicates without their origin, no stages within";
    }

    private static boolean has(Stamp stamp, Settings.Columns columns, List<String> empty) {
        String column = named(columns).get(stamp);
        return column != null && !empty.contains(column);
    }

    private static Map<Stamp, String> named(Settings.Columns columns) {
        Map<Stamp, String> named = new LinkedHashMap<>();
        columns.kinesisArrival().ifPresent(column -> named.put(Stamp.KINESIS_ARRIVAL, column));
        columns.lambdaReceived().ifPresent(column -> named.put(Stamp.LAMBDA_RECEIVED, column));
        columns.lambdaDone().ifPresent(column -> named.put(Stamp.LAMBDA_DONE, column));
        columns.inserted().ifPresent(column -> named.put(Stamp.INSERTED, column));
        return named;
    }

    static Check polling(Duration queryTime, Settings settings) {
        Duration interval = settings.bigquery().pollInterval();
        String found = String.format(
                Locale.ROOT,
                "a look takes %.2f s, plumbline.bigquery.pollInterval is %.2f s: without an insert stamp arrivals are"
                        + " known to about %.1f s",
                queryTime.toNanos() / 1e9,
                interval.toNanos() / 1e9,
                interval.plus(queryTime).toNanos() / 1e9);
        return queryTime.compareTo(interval) <= 0
                ? Check.ok(POLLING, found)
                : Check.warning(
                        POLLING, found, "a longer interval costs less and tells as much; a clustered table is faster");
    }

    static List<Check> clocks(Clocks.Offsets clocks, long nowMicros) {
        List<Check> checks = new ArrayList<>();
        clock("AWS' clock", clocks.aws(), nowMicros, checks);
        clock("the function's clock", clocks.function(), nowMicros, checks);
        clock("BigQuery's clock", clocks.bigquery(), nowMicros, checks);
        return checks;
    }

    private static void clock(String whose, ClockOffset offset, long nowMicros, List<Check> checks) {
        Range range = offset.at(nowMicros);
        if (!range.known()) {
            return;
        }
        double seconds = range.likely(0) / 1e6;
        String found = String.format(
                Locale.ROOT,
                "%s is %s this one's, by %.2f to %.2f s",
                whose,
                seconds < 0 ? "behind" : "ahead of",
                range.lower() / 1e6,
                range.upper() / 1e6);
        if (seconds == 0) {
            checks.add(Check.ok(
                    CLOCKS, String.format(Locale.ROOT, "%s can be right, to ±%.2f s", whose, range.halfWidth() / 1e6)));
        } else if (Math.abs(seconds) < FAR_APART_SECONDS) {
            checks.add(Check.ok(CLOCKS, found));
        } else {
            checks.add(Check.warning(
                    CLOCKS,
                    found,
                    "set this machine's clock by a time service; runs correct for it, with wider bounds"));
        }
    }
}
