package io.plumbline.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns that a table or a view has.
 *
 * @param named the table, as messages name it
 * @param partitionFilterRequired whether every query must have a condition on the partitions
 * @param types by the columns' names in small letters: BigQuery does not tell capitals from them
 */
record TableColumns(String named, boolean partitionFilterRequired, Map<String, ColumnType> types) {

    static TableColumns of(String named, boolean partitionFilterRequired, List<TableFieldSchema> fields) {
        return new TableColumns(
                named,
                partitionFilterRequired,
                fields.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                field -> field.getName().toLowerCase(Locale.ROOT),
                                field -> new ColumnType(field.getType()))));
    }

    /** Of a column; empty where there is none of this name. */
    Optional<ColumnType> type(String column) {
        return Optional.ofNullable(types.get(column.toLowerCase(Locale.ROOT)));
    }
}
