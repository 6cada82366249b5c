package local.bigquery.sql;

import static local.bigquery.sql.Calls.OVER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Functions and operators whose types follow from their arguments. */
final class Polymorphic {

    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", "<=", ">", ">=", "BETWEEN");

    /** Microseconds of the parts of time that are always as long; MONTH, WEEK and the like are outside the subset. */
    static final Map<String, Long> PARTS = Map.of(
            "MICROSECOND", 1L,
            "MILLISECOND", 1_000L,
            "SECOND", 1_000_000L,
            "MINUTE", 60_000_000L,
            "HOUR", 3_600_000_000L,
            "DAY", 86_400_000_000L);

    static final Set<String> NAMES = Set.of(
            "IF",
            "IFNULL",
            "COALESCE",
            "NULLIF",
            "GREATEST",
            "LEAST",
            "CONCAT",
            "COUNT",
            "MIN",
            "MAX",
            "ANY_VALUE",
            "APPROX_QUANTILES",
            "APPROX_COUNT_DISTINCT",
            "ARRAY_LENGTH",
            "ROW_NUMBER",
            "RANK",
            "DENSE_RANK");

    private Polymorphic() {}

    /** Empty where the function is unknown or the arguments fit no signature. */
    static Optional<Typed> resolve(String name, List<Typed> args) {
        int n = args.size();
        if (COMPARISONS.contains(name)) {
            return comparison(name, args);
        }
        return switch (name) {
            case "IS NULL" -> n == 1 ? of(Type.BOOL, args.get(0).sql() + " IS NULL") : Optional.empty();
            case "IF" -> n == 3 && args.get(0).as(Type.BOOL).isPresent() ? conditional(args) : Optional.empty();
            case "IFNULL" -> n == 2 ? joined("coalesce(%s)", args) : Optional.empty();
            case "COALESCE" -> n > 0 ? joined("coalesce(%s)", args) : Optional.empty();
            case "NULLIF" -> n == 2 && groupable(args) ? joined("nullif(%s)", args) : Optional.empty();
            case "GREATEST", "LEAST" -> n > 0 && groupable(args) ? extreme(name, args) : Optional.empty();
            case "CONCAT" -> n > 0 ? concat(args) : Optional.empty();
            case "COUNT" -> n == 1 ? of(Type.INT64, "count(" + args.get(0).sql() + ")" + OVER) : Optional.empty();
            case "MIN", "MAX" ->
                n == 1 && groupable(args) ? aggregate(name.toLowerCase(), args.get(0)) : Optional.empty();
            case "ANY_VALUE" -> n == 1 ? aggregate("any_value", args.get(0)) : Optional.empty();
            case "APPROX_COUNT_DISTINCT" ->
                n == 1 && groupable(args)
                        ? of(Type.INT64, "count(DISTINCT " + args.get(0).sql() + ")" + OVER)
                        : Optional.empty();
            case "APPROX_QUANTILES" -> n == 2 && groupable(args) ? quantiles(args) : Optional.empty();
            case "ARRAY_LENGTH" ->
                n == 1 && args.get(0).type().array()
                        ? of(Type.INT64, "len(" + args.get(0).sql() + ")")
                        : Optional.empty();
            case "ROW_NUMBER", "RANK", "DENSE_RANK" ->
                n == 0 ? of(Type.INT64, name.toLowerCase() + "()" + OVER) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The arguments as their common type. */
    static Optional<List<Typed>> unified(List<Typed> args) {
        Stream<Type> candidates = Stream.concat(
                        args.stream().filter(a -> a.constant().isEmpty()), args.stream())
                .map(Typed::type)
                .filter(t -> !t.equals(Type.NULL));
        boolean anyFloat = args.stream().anyMatch(a -> a.type().equals(Type.FLOAT64));
        Type common = anyFloat ? Type.FLOAT64 : candidates.findFirst().orElse(Type.NULL);
        List<Typed> unified = args.stream().flatMap(a -> a.as(common).stream()).toList();
        return unified.size() == args.size() ? Optional.of(unified) : Optional.empty();
    }

    private static Optional<Typed> comparison(String operator, List<Typed> args) {
        if (!groupable(args)) {
            return Optional.empty();
        }
        return unified(args).map(u -> {
            String a = u.get(0).sql();
            return Typed.of(
                    Type.BOOL,
                    operator.equals("BETWEEN")
                            ? "(%s BETWEEN %s AND %s)"
                                    .formatted(a, u.get(1).sql(), u.get(2).sql())
                            : "(%s %s %s)"
                                    .formatted(
                                            a,
                                            operator.equals("!=") ? "<>" : operator,
                                            u.get(1).sql()));
        });
    }

    private static Optional<Typed> conditional(List<Typed> args) {
        return unified(args.subList(1, 3))
                .map(u -> Typed.of(
                        u.get(0).type(),
                        "(CASE WHEN %s THEN %s ELSE %s END)"
                                .formatted(
                                        args.get(0).as(Type.BOOL).orElseThrow().sql(),
                                        u.get(0).sql(),
                                        u.get(1).sql())));
    }

    private static Optional<Typed> joined(String template, List<Typed> args) {
        return unified(args).map(u -> Typed.of(u.get(0).type(), template.formatted(commas(u))));
    }

    /** GoogleSQL: NULL if any argument is; DuckDB skips NULLs. */
    private static Optional<Typed> extreme(String name, List<Typed> args) {
        return unified(args).map(u -> {
            String anyNull = u.stream().map(a -> a.sql() + " IS NULL").collect(Collectors.joining(" OR "));
            return Typed.of(
                    u.get(0).type(),
                    "(CASE WHEN %s THEN NULL ELSE %s(%s) END)".formatted(anyNull, name.toLowerCase(), commas(u)));
        });
    }

    private static Optional<Typed> concat(List<Typed> args) {
        List<Typed> texts =
                args.stream().flatMap(a -> a.as(Type.STRING).stream()).toList();
        return texts.size() == args.size()
                ? of(Type.STRING, texts.stream().map(Typed::sql).collect(Collectors.joining(" || ")))
                : Optional.empty();
    }

    private static Optional<Typed> aggregate(String function, Typed arg) {
        return of(arg.type(), function + "(" + arg.sql() + ")" + OVER);
    }

    /** The exact quantiles: an answer that BigQuery's approximation may give. NULLs are left out, as there. */
    private static Optional<Typed> quantiles(List<Typed> args) {
        Optional<Object> number = args.get(1).constant().flatMap(Value::value);
        if (number.isEmpty() || !(number.get() instanceof Long n) || n < 1 || n > 10_000) {
            return Optional.empty();
        }
        String points = java.util.stream.LongStream.rangeClosed(0, n)
                .mapToObj(i -> "%s::DOUBLE".formatted((double) i / n))
                .collect(Collectors.joining(", "));
        Typed value = args.get(0);
        return of(value.type().arrayOf(), "quantile_disc(%s, [%s])".formatted(value.sql(), points) + OVER);
    }

    private static boolean groupable(List<Typed> args) {
        return args.stream().allMatch(a -> a.type().groupable());
    }

    private static String commas(List<Typed> args) {
        return args.stream().map(Typed::sql).collect(Collectors.joining(", "));
    }

    private static Optional<Typed> of(Type type, String sql) {
        return Optional.of(Typed.of(type, sql.contains(OVER) ? sql : "(" + sql + ")"));
    }
}
