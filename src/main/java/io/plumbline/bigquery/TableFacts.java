package io.plumbline.bigquery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a table says of itself, or a view.
 *
 * @param named as messages name it
 * @param isView whether it is a view: of its tables it says nothing
 * @param columns in their order, by the names that the table has for them
 * @param rows not counting those that were streamed in lately
 * @param clustering columns, the first of them first
 * @param partitionedBy a column, or _PARTITIONTIME
 */
public record TableFacts(
        String named,
        boolean isView,
        List<ColumnFacts> columns,
        Optional<String> location,
        Optional<Instant> created,
        long rows,
        long bytes,
        List<String> clustering,
        Optional<String> partitionedBy,
        boolean partitionFilterRequired) {

    /**
     * @param type as BigQuery names it
     * @param defaultValue the expression that a row gets which omits it
     */
    public record ColumnFacts(String name, String type, Optional<String> defaultValue) {}
}
