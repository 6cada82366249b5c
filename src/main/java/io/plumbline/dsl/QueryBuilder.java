package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.gatling.Query;
import java.util.List;

/**
 * Runs a query, without retries, and reads all of its rows. Its row in Gatling's report: {@code Query}, until the last of
 * them is there.
 *
 * <p>{@code Query} fails, and with it the user, when BigQuery refuses the query, warns that its answer is not whole, or has
 * not completed it within {@code plumbline.bigquery.actionTimeout}, and when the query's text or a parameter cannot be
 * told. A query that would bill more than {@code plumbline.bigquery.maximumBytesPerQuery} is refused.
 */
public final class QueryBuilder implements io.gatling.javaapi.core.ActionBuilder {

    private final Query query;

    QueryBuilder(Query query) {
        this.query = query;
    }

    /**
     * What a {@code @name} in the query stands for.
     *
     * @param value a text is Gatling's expression language, and {@code "#{count}"} is what the session has under that name.
     *     STRING of a text, INT64 of a whole number, FLOAT64 of a double, BOOL of a boolean, TIMESTAMP of an
     *     {@link java.time.Instant}. What a feeder reads from a file is text: {@code CAST(@count AS INT64)}
     */
    public QueryBuilder parameter(String name, Object value) {
        return new QueryBuilder(query.parameter(name, value));
    }

    /** BigQuery may answer from its cache, in no time and for nothing. By default it has to run the query. */
    public QueryBuilder useQueryCache() {
        return new QueryBuilder(query.fromCache());
    }

    /**
     * Checks on the answer: {@code rowCount()}, {@code rows()}, {@code totalBytesProcessed()}, {@code totalBytesBilled()},
     * and on the rows as a JSON array of objects Gatling's {@code bodyString()}, {@code substring(…)}, {@code regex(…)},
     * {@code jsonPath(…)} and {@code jmesPath(…)}.
     *
     * @throws IllegalArgumentException if a check is on something else
     */
    public QueryBuilder check(CheckBuilder... checks) {
        return new QueryBuilder(query.checking(List.of(checks)));
    }

    @Override
    public ActionBuilder asScala() {
        return query.asScala();
    }
}
