package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import local.bigquery.sql.InvalidQuery;
import local.bigquery.sql.Times;
import local.bigquery.sql.Type;

/** Reads the JSON of one row of insertAll into values by column, in the way BigQuery converts them. */
final class RowReader {

    /** Why a row cannot be stored. @param location the field */
    record Fault(String location, String message) {}

    /** @param values by column, null for NULL; {@link #OMITTED} where the row has no such field */
    record Row(Object[] values, List<Fault> faults) {}

    static final Object OMITTED = new Object();

    private final List<Column> columns;
    private final boolean ignoreUnknown;

    RowReader(List<Column> columns, boolean ignoreUnknown) {
        this.columns = columns;
        this.ignoreUnknown = ignoreUnknown;
    }

    Row read(JsonNode row) {
        List<Fault> faults = new ArrayList<>();
        Object[] values = new Object[columns.size()];
        java.util.Arrays.fill(values, OMITTED);
        if (!row.isObject()) {
            faults.add(new Fault("", "Row must be a JSON object"));
        }
        for (Iterator<String> names = row.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            int column = column(name);
            if (column >= 0) {
                values[column] = value(columns.get(column), row.get(name), faults);
            } else if (!ignoreUnknown) {
                faults.add(new Fault(name, "no such field: " + name + "."));
            }
        }
        for (int i = 0; i < values.length; i++) {
            Column column = columns.get(i);
            if (column.required() && (values[i] == null || (values[i] == OMITTED && !column.defaultsToNow()))) {
                faults.add(new Fault(column.name(), "Missing required field: " + column.name() + "."));
            }
        }
        return new Row(values, faults);
    }

    private int column(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Object value(Column column, JsonNode json, List<Fault> faults) {
        if (json.isNull()) {
            return null;
        }
        if (json.isContainerNode()) {
            faults.add(new Fault(
                    column.name(),
                    json.isArray()
                            ? "Array specified for non-repeated field: " + column.name() + "."
                            : "This field: " + column.name() + " is not a record."));
            return null;
        }
        try {
            return scalar(column.type(), json);
        } catch (RuntimeException | IOException e) {
            faults.add(new Fault(
                    column.name(),
                    "Cannot convert value to " + column.type().restName().toLowerCase() + " (bad value): "
                            + json.asText()));
            return null;
        }
    }

    private static Object scalar(Type type, JsonNode json) throws IOException {
        String text = json.asText();
        return switch (type.base()) {
            case STRING -> text;
            case INT64 -> new BigDecimal(text).longValueExact();
            case FLOAT64 -> finite(Double.parseDouble(text));
            case BOOL -> bool(text);
            case DATE -> Times.date(text);
            case TIMESTAMP -> timestamp(json, text);
            case JSON -> JsonText.normalised(text);
            case BYTES, NULL -> throw new IllegalStateException("no column has the type " + type);
        };
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase()) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the stand-in stores no NaN and no infinity");
        }
        return value;
    }

    /** A number, also in a string, is seconds since the epoch. */
    private static Long timestamp(JsonNode json, String text) {
        if (json.isNumber() || text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            long micros = new BigDecimal(text)
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            if (!Times.isTimestamp(micros)) {
                throw new IllegalArgumentException("out of range");
            }
            return micros;
        }
        try {
            return Times.timestampMicros(text);
        } catch (InvalidQuery e) {
            throw new IllegalArgumentException(e);
        }
    }
}
