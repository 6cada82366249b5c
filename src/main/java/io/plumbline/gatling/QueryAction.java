package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.bigquery.QueryOutcome;
import io.plumbline.bigquery.SqlQuery;
import io.plumbline.run.Run;
import java.util.concurrent.CompletionStage;

/** Queries BigQuery. */
final class QueryAction extends CallAction<SqlQuery, QueryOutcome> {

    private final El sql;
    private final SqlParameters parameters;
    private final boolean cached;
    private final Checks<QueryResponse> checks;

    QueryAction(Query query, PipelineComponents components, boolean throttled, Action next) {
        super(query.name(), QueryFlow.QUERY, components, throttled, next);
        this.sql = El.of(query.sql());
        this.parameters = query.parameters();
        this.cached = query.cached();
        this.checks = query.materialised();
    }

    @Override
    SqlQuery request(Run run, Session session) {
        return new SqlQuery(sql.in(session, "query"), parameters.in(session), cached);
    }

    @Override
    CompletionStage<QueryOutcome> ask(Run run, SqlQuery request) {
        return run.bigquery().query(request);
    }

    @Override
    Call.Ended ended(Call call, QueryOutcome outcome, long endMicros) {
        return new QueryFlow(call, checks).ended(outcome, endMicros);
    }
}
