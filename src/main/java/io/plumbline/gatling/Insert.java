package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.settings.Need;
import java.util.List;
import java.util.Optional;

/**
 * An insertAll, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param into the table, Gatling's expression language; empty for that of the settings
 */
public record Insert(String name, JsonRows rows, Optional<String> into, Options options, List<CheckBuilder> checks)
        implements io.gatling.javaapi.core.ActionBuilder {

    /**
     * @param insertIds whether each row has an id of its own
     * @param skipInvalid whether valid rows are inserted though others are not valid
     */
    public record Options(boolean insertIds, boolean skipInvalid) {

        public static final Options DEFAULT = new Options(true, false);
    }

    /** @throws IllegalArgumentException if a check is on something that the answer does not have */
    public Insert {
        checks = List.copyOf(checks);
        materialised(checks);
    }

    /** As the author wishes by default, into the table of the settings. */
    public Insert(String name, JsonRows rows) {
        this(name, rows, Optional.empty(), Options.DEFAULT, List.of());
    }

    /** Into another table. */
    public Insert into(String table) {
        return new Insert(name, rows, Optional.of(table), options, checks);
    }

    /** With these options. */
    public Insert with(Options others) {
        return new Insert(name, rows, into, others, checks);
    }

    /** With these checks, too. */
    public Insert checking(List<CheckBuilder> more) {
        return new Insert(name, rows, into, options, Checks.joined(checks, more));
    }

    Checks<InsertResponse> materialised() {
        return materialised(checks);
    }

    private static Checks<InsertResponse> materialised(List<CheckBuilder> checks) {
        return Checks.on(InsertResponse.class, TextChecks.of(InsertResponse::errors), checks);
    }

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.need(Need.BIGQUERY);
        return new InsertAction(this, components, context.throttled(), next);
    }
}
