package io.plumbline.preflight;

import io.plumbline.bigquery.TableFacts;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Whether a table is where and how it has to be, and what the look for arrivals costs. */
final class TableChecks {

    static final String TABLE = "table";
    static final String LOCATION = "location";
    static final String COST = "cost";

    /** Rows that are streamed into a table which was just made again under its old name can be lost for so long. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    /** The least that BigQuery bills for a table of a query. */
    private static final long LEAST_BILLED = 10L << 20;

    private static final double TEBIBYTE = 1L << 40;

    private TableChecks() {}

    static List<Check> table(TableFacts table, List<String> problems, Instant now) {
        List<Check> checks = new ArrayList<>();
        problems.forEach(problem -> checks.add(problem(problem)));
        if (checks.isEmpty()) {
            checks.add(Check.ok(TABLE, table.named() + " has the columns that the settings name"));
        }
        Optional<Duration> age = table.created().map(created -> Duration.between(created, now));
        age.filter(young -> young.compareTo(YOUNG) < 0)
                .ifPresent(young -> checks.add(Check.warning(
                        TABLE,
                        table.named() + " was made " + young.toSeconds() + " s ago: if it had that name before, rows"
                                + " streamed into it can be lost for some minutes",
                        "wait until it is " + YOUNG.toMinutes()
                                + " minutes old; keep tables between runs, rows of runs don't mix")));
        return checks;
    }

    private static Check problem(String sentence) {
        int colon = sentence.startsWith("plumbline.") ? sentence.indexOf(": ") : -1;
        return colon < 0
                ? Check.problem(
                        TABLE,
                        sentence,
                        "correct plumbline.bigquery.{project, dataset, table}, or the permissions: docs/credentials.md")
                : Check.problem(
                        TABLE,
                        sentence.substring(colon + 2),
                        "correct " + sentence.substring(0, colon) + "; \"\" where the table has no such column");
    }

    static Check location(TableFacts table, Optional<String> wanted) {
        String where = table.location().orElse("a location that it does not tell");
        if (wanted.isPresent()
                && table.location().isPresent()
                && !wanted.get().equalsIgnoreCase(table.location().get())) {
            return Check.problem(
                    LOCATION,
                    table.named() + " is in " + where + ", plumbline.bigquery.location is " + wanted.get(),
                    "set it to " + where + ", or leave it out: BigQuery finds the location by itself");
        }
        return Check.ok(LOCATION, table.named() + " is in " + where);
    }

    /**
     * @param table asked only where looks cost too much
     * @param dryRunBytes what a look for arrivals would process now
     */
    static Check cost(Supplier<TableFacts> table, long dryRunBytes, Plan plan, Settings.BigQuery settings) {
        long each = Math.max(LEAST_BILLED, dryRunBytes);
        double whole = (double) each * plan.polls();
        String found = String.format(
                Locale.ROOT,
                "a look for arrivals bills %s, %,d of them %s, $%,.2f at $%.2f a TiB",
                bytes(each),
                plan.polls(),
                bytes(whole),
                whole / TEBIBYTE * settings.pricePerTebibyte(),
                settings.pricePerTebibyte());
        OptionalLong perQuery = settings.maximumBytesPerQuery();
        if (perQuery.isPresent() && dryRunBytes > perQuery.getAsLong()) {
            return Check.problem(
                    COST,
                    found + "; plumbline.bigquery.maximumBytesPerQuery lets none of them run",
                    cheaper(table.get()) + ", or raise plumbline.bigquery.maximumBytesPerQuery");
        }
        OptionalLong perRun = settings.maximumBytesPerRun();
        if (perRun.isPresent() && whole > perRun.getAsLong()) {
            return Check.problem(
                    COST,
                    found + "; plumbline.bigquery.maximumBytesPerRun is " + bytes(perRun.getAsLong()),
                    cheaper(table.get()) + ", raise plumbline.bigquery.pollInterval, or raise the limit");
        }
        return Check.ok(COST, found);
    }

    /** What makes a query read less of this table. */
    private static String cheaper(TableFacts table) {
        if (table.isView()) {
            return "cluster or partition the tables of the view";
        }
        if (table.partitionedBy().isPresent()) {
            return "name the newest partitions in plumbline.bigquery.requiredFilter";
        }
        return table.clustering().isEmpty()
                ? "cluster the table by the column of the run's id"
                : "partition the table by day, and name the newest in plumbline.bigquery.requiredFilter";
    }

    static String bytes(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int unit = 0;
        double rest = bytes;
        while (rest >= 1024 && unit < units.length - 1) {
            rest /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, rest < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", rest, units[unit]);
    }
}
