package local.bigquery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import local.bigquery.sql.Times;
import local.bigquery.sql.Translation;
import local.bigquery.sql.Type;

/** Values of an answer: from DuckDB, and to the REST API's texts. */
final class Cells {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Cells() {}

    /** A Long (a TIMESTAMP: epoch microseconds), Double, Boolean, String, LocalDate, a List of these, or null. */
    static Object value(ResultSet results, int column, Type type) throws SQLException {
        if (type.array()) {
            Array array = results.getArray(column);
            if (array == null) {
                return null;
            }
            List<Object> list = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                list.add(plain(element));
            }
            return list;
        }
        Object value =
                switch (type.base()) {
                    case STRING, JSON -> results.getString(column);
                    case TIMESTAMP -> results.getObject(column, LocalDateTime.class);
                    case DATE -> results.getObject(column, LocalDate.class);
                    default -> results.getObject(column);
                };
        return plain(value);
    }

    private static Object plain(Object value) {
        if (value instanceof LocalDateTime time) {
            return Times.micros(time);
        }
        return value instanceof java.sql.Timestamp time ? (Object) Times.micros(time.toLocalDateTime()) : value;
    }

    /** The answer's schema. */
    static ObjectNode schema(List<Translation.Column> columns) {
        ObjectNode schema = NODES.objectNode();
        ArrayNode fields = schema.putArray("fields");
        for (Translation.Column column : columns) {
            fields.addObject()
                    .put("name", column.name())
                    .put("type", column.type().restName())
                    .put("mode", column.type().array() ? "REPEATED" : "NULLABLE");
        }
        return schema;
    }

    /** @param int64Timestamps TIMESTAMPs as microseconds instead of seconds with a fraction */
    static ObjectNode row(List<Translation.Column> columns, Object[] row, boolean int64Timestamps) {
        ObjectNode node = NODES.objectNode();
        ArrayNode fields = node.putArray("f");
        for (int i = 0; i < row.length; i++) {
            Type type = columns.get(i).type();
            ObjectNode cell = fields.addObject();
            if (type.array()) {
                ArrayNode elements = cell.putArray("v");
                if (row[i] != null) {
                    ((List<?>) row[i]).forEach(e -> elements.addObject().put("v", text(type, e, int64Timestamps)));
                }
            } else {
                cell.put("v", text(type, row[i], int64Timestamps));
            }
        }
        return node;
    }

    private static String text(Type type, Object value, boolean int64Timestamps) {
        if (value == null) {
            return null;
        }
        boolean seconds = type.base() == Type.Base.TIMESTAMP && !int64Timestamps;
        return seconds ? Double.toString((Long) value / 1e6) : value.toString();
    }
}
