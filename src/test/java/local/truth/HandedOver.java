package local.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * A record as the generator meant it; a line of JSON.
 *
 * @param deadlineMicros after it an arrival is late
 * @param timed whether an arrival is expected at all
 * @param rows how many it is to have
 * @param refusedLocally whether it never left the generator
 */
record HandedOver(TraceId id, long sentMicros, long deadlineMicros, boolean timed, int rows, boolean refusedLocally) {

    private static final JsonMapper JSON = new JsonMapper();

    /** A line: a record, or how many planned ones were never attempted. */
    sealed interface Line {}

    record Unsent(long count) implements Line {}

    record Sent(HandedOver record) implements Line {}

    static Line parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.has("unsent")) {
                return new Unsent(node.get("unsent").asLong());
            }
            String id = node.required("id").asText();
            return new Sent(new HandedOver(
                    TraceId.parseLoad(id)
                            .orElseThrow(() -> new IllegalArgumentException("not the id of a load record: " + id)),
                    node.required("sent").asLong(),
                    node.required("deadline").asLong(),
                    node.required("timed").asBoolean(),
                    node.path("rows").asInt(1),
                    node.required("refused").asBoolean()));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a line of the hand-over: " + line, e);
        }
    }
}
