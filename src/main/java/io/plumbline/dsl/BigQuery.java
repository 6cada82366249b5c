package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.Session;
import io.plumbline.gatling.AwaitArrival;
import io.plumbline.gatling.Insert;
import io.plumbline.gatling.JsonRows;
import io.plumbline.gatling.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What can be done with BigQuery itself, under a name that becomes a group in Gatling's report. */
public final class BigQuery {

    private final String name;

    /** @param name Gatling's expression language */
    public BigQuery(String name) {
        this.name = name;
    }

    /** Inserts a row of each body: any of Gatling's that makes text or bytes, a JSON object by the columns' names. */
    public InsertBuilder insertAll(Body... rows) {
        return new InsertBuilder(new Insert(name, JsonRows.ofBodies(List.of(rows))));
    }

    /**
     * Inserts rows alike.
     *
     * @param count at least 1; BigQuery recommends 500 at the most
     * @param row made for each of them anew; {@code #{insert.index}} is its place, from 0
     */
    public InsertBuilder insertAll(int count, Body row) {
        return new InsertBuilder(new Insert(name, JsonRows.alike(count, row)));
    }

    /**
     * Inserts the rows that a function makes of the user's session, of what a feeder put there for example: maps by the
     * columns' names. Without any there is a failed row, and the user fails.
     */
    public InsertBuilder insertAll(Function<Session, List<Map<String, Object>>> rows) {
        return new InsertBuilder(new Insert(name, JsonRows.ofMaps(rows)));
    }

    /**
     * Waits until a row with this id is seen, whoever sent it.
     *
     * @param id what the column of the trace id holds ({@code plumbline.trace.column}); Gatling's expression language
     */
    public AwaitArrivalBuilder awaitArrival(String id) {
        return new AwaitArrivalBuilder(new AwaitArrival(name, id, Optional.empty(), Optional.empty()));
    }

    /**
     * Runs a query in GoogleSQL.
     *
     * @param sql tables of the settings' dataset may go by their names alone; Gatling's expression language, but what
     *     differs from user to user belongs into parameters
     */
    public QueryBuilder query(String sql) {
        return new QueryBuilder(new Query(name, sql));
    }
}
