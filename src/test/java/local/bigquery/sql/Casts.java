package local.bigquery.sql;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** CAST and SAFE_CAST. DuckDB reads texts more kindly than GoogleSQL does, so every text is checked first. */
final class Casts {

    private static final String DATE_TEXT = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}";
    private static final String TIMESTAMP_TEXT = DATE_TEXT
            + "([ Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]{0,6})?)? ?([Zz]|UTC|[+-][0-9]{1,2}(:[0-9]{2})?)?";

    private static final int LONGEST_INLINE = 100;

    private Casts() {}

    static Typed cast(Expr.Cast cast, Typed value) {
        if (value.type().equals(cast.type())) {
            return value;
        }
        if (value.type().equals(Type.NULL)) {
            return Typed.constant(new Value(cast.type(), Optional.empty()));
        }
        String sql = sql(value.sql(), value.type(), cast);
        return Typed.of(cast.type(), sql);
    }

    private static String sql(String x, Type from, Expr.Cast cast) {
        boolean safe = cast.safe();
        return switch (from + ">" + cast.type()) {
            case "INT64>FLOAT64" -> "CAST(%s AS DOUBLE)".formatted(x);
            case "INT64>STRING" -> "CAST(%s AS VARCHAR)".formatted(x);
            case "INT64>BOOL" -> "(%s <> 0)".formatted(x);
            case "BOOL>INT64" -> "CAST(%s AS BIGINT)".formatted(x);
            case "BOOL>STRING" -> "CAST(%s AS VARCHAR)".formatted(x);
            case "FLOAT64>INT64" -> "%s(round(%s) AS BIGINT)".formatted(safe ? "TRY_CAST" : "CAST", x);
            case "TIMESTAMP>DATE" -> "CAST(%s AS DATE)".formatted(x);
            case "DATE>TIMESTAMP" -> "CAST(%s AS TIMESTAMP)".formatted(x);
            case "DATE>STRING" -> "strftime(%s, '%%Y-%%m-%%d')".formatted(x);
            case "TIMESTAMP>STRING" -> timestampText(x);
            case "STRING>INT64" -> checked(x, "[+-]?[0-9]+", "TRY_CAST(%s AS BIGINT)", cast);
            case "STRING>FLOAT64" ->
                checked(
                        x,
                        "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?",
                        "CASE WHEN isfinite(TRY_CAST(%1$s AS DOUBLE)) THEN TRY_CAST(%1$s AS DOUBLE) END",
                        cast);
            case "STRING>BOOL" -> checked(x, "(?i)true|false", "TRY_CAST(%s AS BOOLEAN)", cast);
            case "STRING>DATE" -> checked(x, DATE_TEXT, "TRY_CAST(%s AS DATE)", cast);
            case "STRING>TIMESTAMP" ->
                checked(x, TIMESTAMP_TEXT, "make_timestamp(epoch_us(TRY_CAST(%s AS TIMESTAMPTZ)))", cast);
            default -> throw InvalidQuery.unsupported(cast.at(), "CAST of " + from + " to " + cast.type());
        };
    }

    /** The text through {@code conversion} if it has the form and is in range; else NULL for SAFE_CAST, or an error. */
    private static String checked(String x, String form, String conversion, Expr.Cast cast) {
        return bound(x, text -> checkedInline(text, form, conversion, cast));
    }

    /** A long text would become many times as long: DuckDB plans it for seconds. */
    private static String bound(String x, UnaryOperator<String> expression) {
        return x.length() <= LONGEST_INLINE
                ? expression.apply(x)
                : "list_transform([%s], lambda bound_text: %s)[1]".formatted(x, expression.apply("bound_text"));
    }

    private static String checkedInline(String x, String form, String conversion, Expr.Cast cast) {
        String converted = conversion.formatted(x);
        String plain = "regexp_full_match(%s, %s) AND %s IS NOT NULL".formatted(x, Value.quote(form), converted);
        String bad =
                "error('Bad %s value: ' || %s)".formatted(cast.type().toString().toLowerCase(), x);
        String exotic =
                switch (cast.type().base()) {
                    case INT64 ->
                        " WHEN regexp_full_match(%s, '[^0-9]*0[xX][0-9a-fA-F]+.*|[ \\t\\n\\r].*|.*[ \\t\\n\\r]') THEN %s";
                    case FLOAT64 ->
                        " WHEN regexp_full_match(%s, '(?i).*(inf|nan|0x).*|[ \\t\\n\\r].*|.*[ \\t\\n\\r]') THEN %s";
                    case TIMESTAMP -> " WHEN regexp_full_match(%s, '" + DATE_TEXT + ".*/.*') THEN %s";
                    default -> "";
                };
        String outside = exotic.isEmpty()
                ? ""
                : exotic.formatted(
                        x, "error('Outside the local stand-in''s SQL subset: CAST of the text ' || %s)".formatted(x));
        return "CASE WHEN %s IS NULL THEN NULL WHEN %s THEN %s%s ELSE %s END"
                .formatted(x, plain, converted, outside, cast.safe() ? "NULL" : bad);
    }

    /** As BigQuery prints it: no fraction, or three digits, or six; then the zone. */
    private static String timestampText(String x) {
        String fraction = "CASE WHEN epoch_us(%1$s) %% 1000000 = 0 THEN '' WHEN epoch_us(%1$s) %% 1000 = 0"
                + " THEN strftime(%1$s, '.%%g') ELSE strftime(%1$s, '.%%f') END";
        return ("(strftime(%1$s, '%%Y-%%m-%%d %%H:%%M:%%S') || " + fraction + " || '+00')").formatted(x);
    }
}
