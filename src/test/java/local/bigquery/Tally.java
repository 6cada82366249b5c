package local.bigquery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What is known of some rows without reading them: how many, how large by column, how new by TIMESTAMP column. */
final class Tally {

    private long rows;
    private final long[] bytes;
    private final long[] newestMicros;

    Tally(int columns) {
        bytes = new long[columns];
        newestMicros = new long[columns];
        Arrays.fill(newestMicros, Long.MIN_VALUE);
    }

    void add(List<Column> columns, Object[] row) {
        rows++;
        for (int i = 0; i < row.length; i++) {
            bytes[i] += logicalBytes(row[i]);
            if (columns.get(i).type().base() == local.bigquery.sql.Type.Base.TIMESTAMP && row[i] != null) {
                newestMicros[i] = Math.max(newestMicros[i], (Long) row[i]);
            }
        }
    }

    void add(Tally other) {
        rows += other.rows;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] += other.bytes[i];
            newestMicros[i] = Math.max(newestMicros[i], other.newestMicros[i]);
        }
    }

    long rows() {
        return rows;
    }

    long bytes(int column) {
        return bytes[column];
    }

    long newestMicros(int column) {
        return newestMicros[column];
    }

    /** As BigQuery bills: 8 bytes a number or time, 1 a BOOL, 2 and the UTF-8 length a text, nothing a NULL. */
    private static long logicalBytes(Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return 2L + text.getBytes(StandardCharsets.UTF_8).length;
        }
        return value instanceof Boolean ? 1 : 8;
    }
}
