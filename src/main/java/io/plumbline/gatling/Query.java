package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.settings.Need;
import java.util.List;

/**
 * A query, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param sql Gatling's expression language
 * @param cached whether BigQuery may answer from its cache
 */
public record Query(String name, String sql, SqlParameters parameters, boolean cached, List<CheckBuilder> checks)
        implements io.gatling.javaapi.core.ActionBuilder {

    /** @throws IllegalArgumentException if a check is on something that the answer does not have */
    public Query {
        checks = List.copyOf(checks);
        materialised(checks);
    }

    /** Without parameters, cache and checks. */
    public Query(String name, String sql) {
        this(name, sql, SqlParameters.NONE, false, List.of());
    }

    /** With one more parameter. */
    public Query parameter(String parameter, Object value) {
        return new Query(name, sql, parameters.and(parameter, value), cached, checks);
    }

    /** Which BigQuery may answer from its cache. */
    public Query fromCache() {
        return new Query(name, sql, parameters, true, checks);
    }

    /** With these checks, too. */
    public Query checking(List<CheckBuilder> more) {
        return new Query(name, sql, parameters, cached, Checks.joined(checks, more));
    }

    Checks<QueryResponse> materialised() {
        return materialised(checks);
    }

    private static Checks<QueryResponse> materialised(List<CheckBuilder> checks) {
        return Checks.on(QueryResponse.class, TextChecks.of(QueryResponse::json), checks);
    }

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.need(Need.BIGQUERY);
        return new QueryAction(this, components, context.throttled(), next);
    }
}
