package local.bigquery.sql;

import java.util.List;
import java.util.Optional;

/**
 * A query as parsed.
 *
 * @param with named subqueries, each visible to those after it
 * @param branches the SELECTs that UNION ALL joins; mostly one
 */
record Query(List<Named> with, List<Select> branches, List<Expr.Order> orderBy, Optional<Long> limit, long offset) {

    record Named(String name, Query query) {}

    record Select(
            Token at,
            boolean distinct,
            List<Item> items,
            Optional<Source> from,
            Optional<Expr> where,
            List<Expr> groupBy,
            Optional<Expr> having,
            Optional<Expr> qualify) {}

    sealed interface Item {}

    record Column(Expr value, Optional<String> alias) implements Item {}

    /** {@code *} or {@code alias.*}. */
    record AllColumns(Token at, Optional<String> qualifier, List<String> except) implements Item {}

    sealed interface Source {}

    record TableSource(Token at, List<String> path, Optional<String> alias) implements Source {}

    record QuerySource(Query query, Optional<String> alias) implements Source {}

    record UnnestSource(Token at, Expr array, Optional<String> alias, Optional<String> offsetAlias) implements Source {}

    record Join(Source left, Source right, String kind, Optional<Expr> on) implements Source {}
}
