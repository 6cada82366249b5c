package io.plumbline.handler;

import java.util.HashMap;
import java.util.Map;

/**
 * A row for the table.
 *
 * @param insertId by which BigQuery recognises a repeated insert
 * @param columns column name to value, as insertAll takes them; no nulls
 */
public record Row(String insertId, Map<String, Object> columns) {

    /** This row with one column more. */
    public Row with(String column, Object value) {
        Map<String, Object> more = new HashMap<>(columns);
        more.put(column, value);
        return new Row(insertId, more);
    }
}
