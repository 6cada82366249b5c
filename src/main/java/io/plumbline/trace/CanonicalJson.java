package io.plumbline.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON without white space, members sorted by name: what BigQuery makes of a JSON column. Read as a stream, because each
 * record sent passes through here.
 */
final class CanonicalJson {

    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();

    private CanonicalJson() {}

    /**
     * The value that the parser stands at, which it is moved to the end of.
     *
     * @throws IOException if it is no JSON
     */
    static String of(JsonParser json) throws IOException {
        StringBuilder canonical = new StringBuilder();
        value(json, canonical);
        return canonical.toString();
    }

    private static void value(JsonParser json, StringBuilder canonical) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> object(json, canonical);
            case START_ARRAY -> array(json, canonical);
            case VALUE_STRING -> text(json.getText(), canonical);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> canonical.append(json.getNumberValue());
            default -> canonical.append(json.getText());
        }
    }

    private static void object(JsonParser json, StringBuilder canonical) throws IOException {
        Map<String, String> members = new TreeMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            members.put(name, of(json));
        }
        char separator = '{';
        for (Map.Entry<String, String> member : members.entrySet()) {
            text(member.getKey(), canonical.append(separator));
            canonical.append(':').append(member.getValue());
            separator = ',';
        }
        canonical.append(members.isEmpty() ? "{}" : "}");
    }

    private static void array(JsonParser json, StringBuilder canonical) throws IOException {
        char separator = '[';
        while (json.nextToken() != JsonToken.END_ARRAY) {
            value(json, canonical.append(separator));
            separator = ',';
        }
        canonical.append(separator == '[' ? "[]" : "]");
    }

    private static void text(String text, StringBuilder canonical) {
        canonical.append('"');
        TEXT.quoteAsString(text, canonical);
        canonical.append('"');
    }
}
