package local.bigquery.sql;

import static local.bigquery.sql.Calls.OVER;
import static local.bigquery.sql.Type.BOOL;
import static local.bigquery.sql.Type.BYTES;
import static local.bigquery.sql.Type.DATE;
import static local.bigquery.sql.Type.FLOAT64;
import static local.bigquery.sql.Type.INT64;
import static local.bigquery.sql.Type.JSON;
import static local.bigquery.sql.Type.STRING;
import static local.bigquery.sql.Type.TIMESTAMP;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Functions and operators of fixed types: what DuckDB computes in their stead. A function that is not here and not in
 * {@link Polymorphic} is outside the subset.
 */
final class Functions {

    /** @param sql DuckDB's expression; {@code #1} stands for the first argument, {@link Calls#OVER} for an aggregate's window */
    record Signature(String name, Type result, String sql, List<Type> args) {

        String apply(List<Typed> values) {
            String applied = ARGUMENT.matcher(sql)
                    .replaceAll(m -> Matcher.quoteReplacement(
                            values.get(Integer.parseInt(m.group(1)) - 1).sql()));
            return "(" + applied + ")";
        }
    }

    private static final Pattern ARGUMENT = Pattern.compile("#(\\d)");

    private static final String BY_ZERO =
            "CASE WHEN #2 = 0 THEN error('division by zero: ' || #1 || ' / ' || #2) ELSE ";

    static final List<Signature> ALL = List.of(
            f("+", INT64, "#1 + #2", INT64, INT64),
            f("+", FLOAT64, finite("#1 + #2"), FLOAT64, FLOAT64),
            f("-", INT64, "#1 - #2", INT64, INT64),
            f("-", FLOAT64, finite("#1 - #2"), FLOAT64, FLOAT64),
            f("*", INT64, "#1 * #2", INT64, INT64),
            f("*", FLOAT64, finite("#1 * #2"), FLOAT64, FLOAT64),
            f("/", FLOAT64, BY_ZERO + finite("#1 / #2") + " END", FLOAT64, FLOAT64),
            f("NEGATE", INT64, "-#1", INT64),
            f("NEGATE", FLOAT64, "-#1", FLOAT64),
            f("AND", BOOL, "#1 AND #2", BOOL, BOOL),
            f("OR", BOOL, "#1 OR #2", BOOL, BOOL),
            f("NOT", BOOL, "NOT #1", BOOL),
            f("IS TRUE", BOOL, "#1 IS TRUE", BOOL),
            f("IS FALSE", BOOL, "#1 IS FALSE", BOOL),
            f("||", STRING, "#1 || #2", STRING, STRING),
            f("LIKE", BOOL, "#1 LIKE #2 ESCAPE '\\'", STRING, STRING),
            f("DIV", INT64, BY_ZERO + "#1 // #2 END", INT64, INT64),
            f("MOD", INT64, BY_ZERO + "#1 % #2 END", INT64, INT64),
            f("ABS", INT64, "abs(#1)", INT64),
            f("ABS", FLOAT64, "abs(#1)", FLOAT64),
            f("FLOOR", FLOAT64, "floor(#1)", FLOAT64),
            f("CEIL", FLOAT64, "ceil(#1)", FLOAT64),
            f("ROUND", FLOAT64, "round(#1)", FLOAT64),
            f("SAFE_DIVIDE", FLOAT64, "CASE WHEN isfinite(#1 / nullif(#2, 0)) THEN #1 / #2 END", FLOAT64, FLOAT64),
            f("LENGTH", INT64, "length(#1)", STRING),
            f("SUBSTR", STRING, "substr(#1, #2)", STRING, INT64),
            f("SUBSTR", STRING, substring(), STRING, INT64, INT64),
            f("STARTS_WITH", BOOL, "starts_with(#1, #2)", STRING, STRING),
            f("ENDS_WITH", BOOL, "ends_with(#1, #2)", STRING, STRING),
            f("STRPOS", INT64, "strpos(#1, #2)", STRING, STRING),
            f("REGEXP_CONTAINS", BOOL, "regexp_matches(#1, #2)", STRING, STRING),
            f("MD5", BYTES, "unhex(md5(#1))", STRING),
            f("SHA256", BYTES, "unhex(sha256(#1))", STRING),
            f("TO_HEX", STRING, "lower(hex(#1))", BYTES),
            f("TO_JSON_STRING", STRING, "coalesce(CAST(#1 AS VARCHAR), 'null')", JSON),
            f("DATE", DATE, "CAST(#1 AS DATE)", TIMESTAMP),
            f("UNIX_MICROS", INT64, "epoch_us(#1)", TIMESTAMP),
            f("UNIX_MILLIS", INT64, "epoch_us(date_trunc('millisecond', #1)) // 1000", TIMESTAMP),
            f("UNIX_SECONDS", INT64, "epoch_us(date_trunc('second', #1)) // 1000000", TIMESTAMP),
            f("TIMESTAMP_MICROS", TIMESTAMP, Times.duckDb("#1"), INT64),
            f("TIMESTAMP_MILLIS", TIMESTAMP, Times.duckDb("(#1 * 1000)"), INT64),
            f("TIMESTAMP_SECONDS", TIMESTAMP, Times.duckDb("(#1 * 1000000)"), INT64),
            f("COUNTIF", INT64, "count(CASE WHEN #1 THEN 1 END)" + OVER, BOOL),
            f("LOGICAL_AND", BOOL, "bool_and(#1)" + OVER, BOOL),
            f("LOGICAL_OR", BOOL, "bool_or(#1)" + OVER, BOOL),
            f("SUM", INT64, "CAST(sum(#1)" + OVER + " AS BIGINT)", INT64),
            f("SUM", FLOAT64, "sum(#1)" + OVER, FLOAT64),
            f("AVG", FLOAT64, "avg(#1)" + OVER, FLOAT64));

    private Functions() {}

    private static Signature f(String name, Type result, String sql, Type... args) {
        return new Signature(name, result, sql, List.of(args));
    }

    /** Where DuckDB goes on with infinity, GoogleSQL fails. */
    private static String finite(String operation) {
        return "CASE WHEN isfinite(" + operation + ") THEN " + operation
                + " WHEN #1 IS NOT NULL AND #2 IS NOT NULL THEN error('Floating point error: ' || #1 || ', ' || #2) END";
    }

    /** DuckDB's third argument counts backwards when negative and its window starts before the text: GoogleSQL's does not. */
    private static String substring() {
        return "CASE WHEN #3 < 0 THEN error('Third argument in SUBSTR() cannot be negative: ' || #3)"
                + " ELSE substr(substr(#1, #2), 1, #3) END";
    }

    static Stream<Signature> named(String name) {
        return ALL.stream().filter(s -> s.name().equals(name));
    }

    /** The first signature that the arguments fit, exactly before by coercion. */
    static Optional<Typed> resolve(String name, List<Typed> args) {
        Optional<Signature> exact = named(name)
                .filter(s -> s.args().equals(args.stream().map(Typed::type).toList()))
                .findFirst();
        return exact.or(() ->
                        named(name).filter(s -> coerced(s, args).isPresent()).findFirst())
                .map(s -> Typed.of(s.result(), s.apply(coerced(s, args).orElseThrow())));
    }

    private static Optional<List<Typed>> coerced(Signature signature, List<Typed> args) {
        if (signature.args().size() != args.size()) {
            return Optional.empty();
        }
        List<Typed> coerced = new java.util.ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            Optional<Typed> arg = args.get(i).as(signature.args().get(i));
            if (arg.isEmpty()) {
                return Optional.empty();
            }
            coerced.add(arg.get());
        }
        return Optional.of(coerced);
    }
}
