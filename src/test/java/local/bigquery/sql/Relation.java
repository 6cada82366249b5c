package local.bigquery.sql;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stored table as a query sees it.
 *
 * @param name {@code project.dataset.table}
 * @param sql what stands in DuckDB's FROM, for what a query turned out to need of the table
 * @param clusterColumn the first column it is clustered by: equality with a constant prunes
 * @param partitionColumn the column that partitions are made of, a pseudo-column when hidden
 * @param requiresPartitionFilter whether a query that cannot prune partitions is refused
 */
public record Relation(
        String name,
        Function<TableUse, String> sql,
        List<Field> fields,
        Optional<String> clusterColumn,
        Optional<String> partitionColumn,
        boolean requiresPartitionFilter)
        implements Referent {

    /** @param hidden a pseudo-column: there by name, absent from {@code *} */
    public record Field(String name, Type type, boolean hidden) {}
}
