package local.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Where a foreign table keeps what the reference table has in a column, and how.
 *
 * @param path a column, then members of the JSON in it
 */
record Place(List<String> path, Form form) {

    /** How a value is written. */
    enum Form {
        TEXT,
        NUMBER,
        TIMESTAMP,
        EPOCH_SECONDS,
        EPOCH_MILLIS,
        EPOCH_NANOS
    }

    /** A number of epoch units a second. */
    private static final BigDecimal MILLI = new BigDecimal(1_000);

    private static final BigDecimal NANO = new BigDecimal(1_000_000_000);

    static Place at(String dotted, Form form) {
        return new Place(List.of(dotted.split("\\.")), form);
    }

    /** @param text as the reference table has it, times in ISO 8601 */
    JsonNode foreign(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (form) {
            case TEXT, TIMESTAMP -> nodes.textNode(text);
            case NUMBER -> nodes.numberNode(Long.parseLong(text));
            case EPOCH_SECONDS -> nodes.numberNode(seconds(Instant.parse(text)).doubleValue());
            case EPOCH_MILLIS ->
                nodes.numberNode(seconds(Instant.parse(text)).multiply(MILLI).longValue());
            case EPOCH_NANOS ->
                nodes.numberNode(seconds(Instant.parse(text)).multiply(NANO).longValue());
        };
    }

    /** What {@link #foreign} was made of, as exactly as its form keeps it. */
    String reference(JsonNode foreign) {
        return switch (form) {
            case TEXT, TIMESTAMP, NUMBER -> foreign.asText();
            case EPOCH_SECONDS -> instant(foreign.decimalValue());
            case EPOCH_MILLIS -> instant(foreign.decimalValue().divide(MILLI));
            case EPOCH_NANOS -> instant(foreign.decimalValue().divide(NANO));
        };
    }

    private static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    }

    private static String instant(BigDecimal seconds) {
        return Instant.ofEpochSecond(0, seconds.multiply(NANO).longValue()).toString();
    }

    /** Below the columns of a row. */
    JsonNode in(JsonNode row) {
        JsonNode at = row;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    void put(ObjectNode row, JsonNode value) {
        ObjectNode at = row;
        for (String name : path.subList(0, path.size() - 1)) {
            at = at.withObjectProperty(name);
        }
        at.set(path.get(path.size() - 1), value);
    }
}
