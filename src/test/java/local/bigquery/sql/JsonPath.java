package local.bigquery.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSONPath as GoogleSQL's functions take it: members and indexes, no wildcards. */
final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z_][A-Za-z_0-9]*)|\\.\"([^\"\\\\]*)\"|\\['([^'\"\\\\]*)'\\]|\\[(\\d{1,9})\\]");

    private JsonPath() {}

    /** The same path as DuckDB reads it, every member quoted. */
    static String duckDb(Token at, String path) {
        StringBuilder result = new StringBuilder("$");
        Matcher step = STEP.matcher(path);
        int end = 1;
        if (!path.startsWith("$")) {
            throw InvalidQuery.at(at, "JSONPath must start with '$': " + path);
        }
        while (end < path.length() && step.region(end, path.length()).lookingAt()) {
            if (step.group(4) != null) {
                result.append('[').append(step.group(4)).append(']');
            } else {
                String name =
                        step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2) : step.group(3);
                result.append(".\"").append(name).append('"');
            }
            end = step.end();
        }
        if (end < path.length()) {
            throw InvalidQuery.unsupported(at, "JSONPath " + path);
        }
        return result.toString();
    }
}
