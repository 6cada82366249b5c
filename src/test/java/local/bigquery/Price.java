package local.bigquery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import local.bigquery.sql.Relation;
import local.bigquery.sql.TableUse;

/**
 * The bytes of the columns that a query references, in the partitions and clusters that its WHERE leaves.
 *
 * @param estimated before it runs: partitions are known then, clusters not; what a dry run says and a limit is held
 *     against
 * @param processed when it has run
 * @param lacksRows whether rows it asks for are gone for want of memory
 */
record Price(long estimated, long processed, long estimatedBilled, long billed, boolean lacksRows) {

    /** The least that is billed for each table of a query. */
    static final long MINIMUM_BYTES = 10L << 20;

    private static final long MEBIBYTE = 1L << 20;

    private static final long DAY_MICROS = 86_400_000_000L;

    static Price of(List<TableUse> uses, Catalog catalog, AsOf asOf) {
        Price sum = new Price(0, 0, 0, 0, false);
        for (TableUse use : uses) {
            sum = sum.plus(of(use, catalog.table(use.relation()), asOf));
        }
        return sum;
    }

    private Price plus(Price o) {
        return new Price(
                estimated + o.estimated,
                processed + o.processed,
                estimatedBilled + o.estimatedBilled,
                billed + o.billed,
                lacksRows || o.lacksRows);
    }

    private static Price of(TableUse use, StoredTable table, AsOf asOf) {
        int[] columns = use.columns().stream()
                .filter(c -> !c.equalsIgnoreCase(StoredTable.PARTITION_TIME))
                .mapToInt(table::index)
                .toArray();
        Optional<String> cluster = table.cluster(use);
        long estimated = 0;
        long processed = 0;
        for (Segment segment : table.segments()) {
            boolean buffered = segment.lastCommittedMicros() > asOf.bufferedAfterMicros();
            for (Map.Entry<Segment.Slice, Tally> slice : segment.slices().entrySet()) {
                if (!inPartition(use, slice.getKey().day(), buffered)) {
                    continue;
                }
                long bytes = 0;
                for (int column : columns) {
                    bytes += slice.getValue().bytes(column);
                }
                estimated += bytes;
                boolean read =
                        cluster.isEmpty() || cluster.get().equals(slice.getKey().cluster());
                processed += read ? bytes : 0;
            }
        }
        return new Price(estimated, processed, billed(estimated), billed(processed), lacksRows(use, table, cluster));
    }

    private static boolean inPartition(TableUse use, long day, boolean buffered) {
        Optional<String> column = use.relation().partitionColumn();
        TableUse.Range range = column.map(use.ranges()::get).orElse(null);
        if (range == null) {
            return true;
        }
        boolean byIngestion = column.get().equals(StoredTable.PARTITION_TIME);
        long first = day * DAY_MICROS;
        long last = byIngestion ? first : first + DAY_MICROS - 1;
        boolean mayBeNull = byIngestion ? buffered : day == 0;
        return (first <= range.to() && last >= range.from()) || (range.orNull() && mayBeNull);
    }

    private static boolean lacksRows(TableUse use, StoredTable table, Optional<String> cluster) {
        return table.retired().entrySet().stream()
                .filter(e -> cluster.isEmpty() || cluster.get().equals(e.getKey()))
                .anyMatch(e -> use.ranges().entrySet().stream()
                        .noneMatch(r -> table.isOlder(e.getValue(), r.getKey(), r.getValue())));
    }

    private static long billed(long bytes) {
        return Math.max(MINIMUM_BYTES, (bytes + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE);
    }

    /** A table that demands a filter on its partitions must get one. */
    static void checkPartitionFilters(List<TableUse> uses) {
        for (TableUse use : uses) {
            Relation relation = use.relation();
            boolean filtered =
                    relation.partitionColumn().map(use.ranges()::containsKey).orElse(true);
            if (relation.requiresPartitionFilter() && !filtered) {
                throw GoogleError.invalidQuery("Cannot query over table '" + relation.name()
                        + "' without a filter over column(s) '"
                        + relation.partitionColumn().orElseThrow()
                        + "' that can be used for partition elimination");
            }
        }
    }
}
