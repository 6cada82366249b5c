package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import local.bigquery.sql.Times;
import local.bigquery.sql.Type;
import local.bigquery.sql.Value;

/** Named query parameters as the REST API sends them: every value a string, its type beside it. */
final class Parameters {

    private Parameters() {}

    static Map<String, Value> of(JsonNode queryParameters) {
        Map<String, Value> values = new HashMap<>();
        for (JsonNode parameter : queryParameters) {
            String name = parameter.path("name").asText("");
            if (name.isEmpty()) {
                throw GoogleError.invalidQuery("Outside the local stand-in's SQL subset: positional query parameters");
            }
            if (values.put(name, value(name, parameter)) != null) {
                throw GoogleError.invalid("Duplicate query parameter " + name);
            }
        }
        return values;
    }

    private static Value value(String name, JsonNode parameter) {
        JsonNode type = parameter.path("parameterType");
        JsonNode value = parameter.path("parameterValue");
        if (type.path("type").asText().equalsIgnoreCase("ARRAY")) {
            Type element = scalarType(name, type.path("arrayType"));
            List<Object> elements = new ArrayList<>();
            for (JsonNode each : value.path("arrayValues")) {
                elements.add(scalar(name, element, each)
                        .orElseThrow(() -> GoogleError.invalid("NULL in the array parameter " + name)));
            }
            return new Value(element.arrayOf(), Optional.of(List.copyOf(elements)));
        }
        Type scalar = scalarType(name, type);
        return new Value(scalar, scalar(name, scalar, value));
    }

    private static Type scalarType(String name, JsonNode type) {
        String word = type.path("type").asText();
        return Type.named(word)
                .filter(t -> !t.equals(Type.JSON))
                .orElseThrow(() -> GoogleError.invalidQuery(
                        "Outside the local stand-in's SQL subset: query parameter " + name + " of type " + word));
    }

    private static Optional<Object> scalar(String name, Type type, JsonNode holder) {
        JsonNode value = holder.path("value");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String text = value.asText();
        try {
            return Optional.of(
                    switch (type.base()) {
                        case INT64 -> Long.valueOf(text);
                        case FLOAT64 -> finite(Double.parseDouble(text));
                        case BOOL -> bool(text);
                        case TIMESTAMP -> Times.timestampMicros(text);
                        case DATE -> Times.date(text);
                        default -> text;
                    });
        } catch (RuntimeException e) {
            throw GoogleError.invalid("Invalid value for " + type + " query parameter " + name + ": " + text);
        }
    }

    private static Double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static Boolean bool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException();
        }
        return Boolean.valueOf(text);
    }
}
