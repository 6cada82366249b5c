package local.bigquery.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls of functions: those with a syntax of their own here, the others by their signatures. */
final class Calls {

    /** Handled here; with {@link Functions} and {@link Polymorphic} the whole of the subset's functions. */
    static final Set<String> NAMES = Set.of(
            "CURRENT_TIMESTAMP",
            "TIMESTAMP",
            "TIMESTAMP_ADD",
            "TIMESTAMP_SUB",
            "TIMESTAMP_DIFF",
            "TIMESTAMP_TRUNC",
            "JSON_VALUE",
            "JSON_EXTRACT_SCALAR");

    private static final Map<String, Long> EPOCHS =
            Map.of("TIMESTAMP_MICROS", 1L, "TIMESTAMP_MILLIS", 1_000L, "TIMESTAMP_SECONDS", 1_000_000L);

    /** Where an aggregate's window would stand; NUL, so that no literal can look like it. */
    static final String OVER = "\0over";

    /** What DuckDB takes for JSON and BigQuery does not: a last comma, numbers that are none. */
    private static final String LENIENT_JSON = ",\\s*[}\\]]|(^|[:,\\[])\\s*-?(?i:nan|inf)";

    private final Resolver resolver;
    private final Statement statement;

    Calls(Resolver resolver, Statement statement) {
        this.resolver = resolver;
        this.statement = statement;
    }

    Typed resolve(Expr.Call call) {
        Typed typed = NAMES.contains(call.function()) && !call.distinct() ? special(call) : general(call);
        return new Windows(resolver).applied(call, typed);
    }

    private Typed general(Expr.Call call) {
        if (call.function().equals("COUNT")
                && call.args().size() == 1
                && call.args().get(0) instanceof Expr.Star) {
            if (call.distinct()) {
                throw InvalidQuery.at(call.at(), "COUNT(*) cannot be used with DISTINCT");
            }
            return Typed.of(Type.INT64, "count(*)" + OVER);
        }
        List<Typed> args = call.args().stream().map(resolver::resolve).toList();
        if (call.distinct()) {
            return countDistinct(call, args);
        }
        return epoch(call.function(), args)
                .or(() -> Functions.resolve(call.function(), args))
                .or(() -> Polymorphic.resolve(call.function(), args))
                .orElseThrow(() -> unknown(call, args));
    }

    /** A constant time stays a constant: {@link Pruning} reads it. */
    private static Optional<Typed> epoch(String function, List<Typed> args) {
        Long unit = EPOCHS.get(function);
        return unit == null || args.size() != 1 || !args.get(0).type().equals(Type.INT64)
                ? Optional.empty()
                : number(args.get(0))
                        .map(n -> Typed.constant(new Value(Type.TIMESTAMP, Optional.of(Math.multiplyExact(n, unit)))));
    }

    private static Typed countDistinct(Expr.Call call, List<Typed> args) {
        if (!call.function().equals("COUNT")
                || args.size() != 1
                || !args.get(0).type().groupable()) {
            throw InvalidQuery.unsupported(call.at(), call.function() + "(DISTINCT …)");
        }
        return Typed.of(Type.INT64, "count(DISTINCT " + args.get(0).sql() + ")" + OVER);
    }

    private static InvalidQuery unknown(Expr.Call call, List<Typed> args) {
        boolean known = Functions.named(call.function()).findAny().isPresent()
                || Polymorphic.NAMES.contains(call.function())
                || !call.function().matches("[A-Z_0-9]+");
        String types = args.stream().map(a -> a.type().toString()).collect(Collectors.joining(", "));
        return known
                ? InvalidQuery.unsupported(call.at(), call.function() + " for argument types " + types)
                : InvalidQuery.unsupported(call.at(), "function " + call.function());
    }

    private Typed special(Expr.Call call) {
        List<Expr> args = call.args();
        switch (call.function()) {
            case "CURRENT_TIMESTAMP" -> {
                arity(call, 0, 0);
                return Typed.constant(new Value(Type.TIMESTAMP, Optional.of(statement.nowMicros())));
            }
            case "TIMESTAMP" -> {
                arity(call, 1, 1);
                return timestamp(call);
            }
            case "TIMESTAMP_ADD", "TIMESTAMP_SUB" -> {
                arity(call, 2, 2);
                if (!(args.get(1) instanceof Expr.Interval interval)) {
                    throw InvalidQuery.at(call.at(), call.function() + " needs an INTERVAL as its second argument");
                }
                return shifted(call, interval);
            }
            case "TIMESTAMP_DIFF" -> {
                arity(call, 3, 3);
                String difference = "(epoch_us(%s) - epoch_us(%s)) // %d"
                        .formatted(time(call, 0), time(call, 1), part(args.get(2)));
                return Typed.of(Type.INT64, "(" + difference + ")");
            }
            case "TIMESTAMP_TRUNC" -> {
                arity(call, 2, 2);
                part(args.get(1));
                String name = ((Expr.Name) args.get(1)).path().get(0).toLowerCase(Locale.ROOT);
                return Typed.of(
                        Type.TIMESTAMP, "CAST(date_trunc('%s', %s) AS TIMESTAMP)".formatted(name, time(call, 0)));
            }
            default -> {
                return json(call);
            }
        }
    }

    private Typed timestamp(Expr.Call call) {
        Typed value = resolver.resolve(call.args().get(0));
        return value.constant()
                .flatMap(c -> c.coerced(Type.TIMESTAMP))
                .map(Typed::constant)
                .orElseGet(
                        () -> Casts.cast(new Expr.Cast(call.at(), call.args().get(0), Type.TIMESTAMP, false), value));
    }

    private Typed shifted(Expr.Call call, Expr.Interval interval) {
        Typed time = resolver.resolveAs(call.args().get(0), Type.TIMESTAMP, call.function());
        Typed amount = resolver.resolveAs(interval.amount(), Type.INT64, "INTERVAL");
        long sign = call.function().equals("TIMESTAMP_SUB") ? -1 : 1;
        long micros = sign * micros(interval.at(), interval.part());
        Optional<Long> base = number(time);
        Optional<Long> count = number(amount);
        if (base.isPresent() && count.isPresent()) {
            long moved = Math.addExact(base.get(), Math.multiplyExact(count.get(), micros));
            return Typed.constant(new Value(Type.TIMESTAMP, Optional.of(moved)));
        }
        String moved = "(epoch_us(%s) + %s * (%d))".formatted(time.sql(), amount.sql(), micros);
        return Typed.of(Type.TIMESTAMP, "(" + Times.duckDb(moved) + ")");
    }

    private static Optional<Long> number(Typed typed) {
        return typed.constant().flatMap(Value::value).map(Long.class::cast);
    }

    /** Text that is no JSON gives NULL; a fraction in a text would lose its zeros here and is refused; an object, an array or a JSON null is no scalar and gives NULL too. */
    private Typed json(Expr.Call call) {
        arity(call, 1, 2);
        Typed document = resolver.resolve(call.args().get(0));
        if (!document.type().equals(Type.JSON) && !document.type().equals(Type.STRING)) {
            throw InvalidQuery.unsupported(call.at(), call.function() + " of " + document.type());
        }
        String path = "$";
        if (call.args().size() == 2) {
            Token at = call.args().get(1).at();
            Object given = resolver.resolve(call.args().get(1))
                    .constant()
                    .flatMap(Value::value)
                    .orElse(null);
            if (!(given instanceof String text)) {
                throw InvalidQuery.at(at, "JSONPath must be a string literal or query parameter");
            }
            path = JsonPath.duckDb(at, text);
        }
        String scalar = "json_value(%s, %s)".formatted(document.sql(), Value.quote(path));
        String value = "(" + scalar + " ->> '$')";
        if (document.type().equals(Type.JSON)) {
            return Typed.of(
                    Type.STRING,
                    "(CASE WHEN json_type(%s) = 'DOUBLE' THEN %s ELSE %s END)"
                            .formatted(scalar, float64("CAST(" + value + " AS DOUBLE)"), value));
        }
        return Typed.of(
                Type.STRING,
                ("(CASE WHEN NOT json_valid(%1$s) THEN NULL WHEN regexp_matches(%1$s, %2$s) OR json_type(%3$s) = 'DOUBLE'"
                                + " THEN %4$s ELSE %5$s END)")
                        .formatted(document.sql(), Value.quote(LENIENT_JSON), scalar, refusal(document.sql()), value));
    }

    /**
     * As BigQuery writes a JSON number, with an exponent from 1e15 on, where DuckDB's begins at 1e16. Nothing here can fail:
     * what can, DuckDB takes in no window.
     */
    private static String float64(String x) {
        return ("CASE WHEN abs(%1$s) >= 1e15 AND abs(%1$s) < 1e16 THEN regexp_replace(regexp_replace("
                        + "CAST(%1$s AS VARCHAR), '([0-9])([0-9]{15})[.]([0-9]+)', '\\1.\\2\\3'), '[.]?0+$', '') || 'e+15'"
                        + " ELSE CAST(%1$s AS VARCHAR) END")
                .formatted(x);
    }

    private static String refusal(String json) {
        return "error('Outside the local stand-in''s SQL subset: the JSON text ' || " + json + ")";
    }

    private String time(Expr.Call call, int arg) {
        return resolver.resolveAs(call.args().get(arg), Type.TIMESTAMP, call.function())
                .sql();
    }

    private static long part(Expr arg) {
        if (arg instanceof Expr.Name name && name.path().size() == 1) {
            return micros(name.at(), name.path().get(0));
        }
        throw InvalidQuery.at(arg.at(), "A valid date part name is required");
    }

    private static long micros(Token at, String part) {
        Long micros = Polymorphic.PARTS.get(part.toUpperCase(Locale.ROOT));
        if (micros == null) {
            throw InvalidQuery.unsupported(at, "the part of time " + part.toUpperCase(Locale.ROOT));
        }
        return micros;
    }

    private static void arity(Expr.Call call, int least, int most) {
        if (call.args().size() < least || call.args().size() > most) {
            throw InvalidQuery.unsupported(
                    call.at(), call.function() + " with " + call.args().size() + " arguments");
        }
    }
}
