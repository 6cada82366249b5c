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

    /** What its values take in a request, in UTF-8 and with JSON's escapes; a little more at the most. */
    long bytes() {
        return columns.values().stream()
                .mapToLong(value -> bytes(value.toString()))
                .sum();
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}
