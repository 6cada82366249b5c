package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import local.bigquery.sql.Type;

/** @param defaultsToNow whether a row that omits it gets the time of its insert */
record Column(String name, Type type, boolean required, boolean defaultsToNow) {

    static List<Column> of(JsonNode schema) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode field : schema.path("fields")) {
            columns.add(one(field));
        }
        return List.copyOf(columns);
    }

    private static Column one(JsonNode field) {
        String name = field.path("name").asText();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,299}")) {
            throw GoogleError.invalid("Invalid field name \"" + name + '"');
        }
        String mode = field.path("mode").asText("NULLABLE").toUpperCase(Locale.ROOT);
        String type = field.path("type").asText();
        Optional<Type> known = Type.named(type);
        if (known.isEmpty() || mode.equals("REPEATED")) {
            throw GoogleError.invalid(
                    "The local stand-in does not store the field " + name + " of type " + type + ", mode " + mode);
        }
        return new Column(name, known.get(), mode.equals("REQUIRED"), defaultsToNow(field, known.get()));
    }

    private static boolean defaultsToNow(JsonNode field, Type type) {
        String expression = field.path("defaultValueExpression").asText("").strip();
        if (expression.isEmpty() || expression.equalsIgnoreCase("NULL")) {
            return false;
        }
        if (type.equals(Type.TIMESTAMP) && expression.matches("(?i)CURRENT_TIMESTAMP(\\s*\\(\\s*\\))?")) {
            return true;
        }
        throw GoogleError.invalid("The local stand-in does not know the default value expression " + expression
                + " of the field " + field.path("name").asText());
    }
}
