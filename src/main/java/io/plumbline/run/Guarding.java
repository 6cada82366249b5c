package io.plumbline.run;

import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.Identity;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.LambdaGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.bigquery.DirectGateway;
import io.plumbline.preflight.ForeignRows;
import io.plumbline.preflight.Guard;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.preflight.Reach;
import io.plumbline.preflight.Resource;
import io.plumbline.settings.GuardSettings;
import io.plumbline.settings.GuardSettings.ForeignTraffic;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the guard whether a load may go to what was opened. It asks the services by reading only. */
final class Guarding {

    private static final Logger LOG = LoggerFactory.getLogger(Guarding.class);

    private final Settings settings;
    private final Pipeline pipeline;

    private Guarding(Settings settings, Pipeline pipeline) {
        this.settings = settings;
        this.pipeline = pipeline;
    }

    /** Whether the guard applies to what was opened. */
    static boolean appliesTo(Settings settings, Pipeline pipeline) {
        GuardSettings guard = settings.guard();
        boolean tables = pipeline.table().isPresent() || pipeline.bigquery().isPresent();
        return pipeline.stream().isPresent() && guard.appliesTo(settings.aws().kinesisEndpoint())
                || pipeline.function().isPresent()
                        && guard.appliesTo(settings.lambda().endpoint())
                || tables && guard.appliesTo(settings.bigquery().endpoint());
    }

    /** Why rows may not go into a table that only an action names; empty where they may. */
    static Function<TableName, Optional<String>> elsewhere(Settings settings, boolean applies) {
        return table -> applies ? Guard.elsewhere(settings.guard(), table.project(), table.dotted()) : Optional.empty();
    }

    /** @throws StartFailure if the load may not go there; all reasons are named */
    static void require(Settings settings, Pipeline pipeline, LoadPlan plan) {
        Guard.Decision decision = decision(settings, pipeline, plan);
        if (!decision.refusals().isEmpty()) {
            throw new StartFailure(decision.refusals());
        }
        decision.notes().forEach(note -> LOG.warn("The guard: {}", note));
    }

    /** What the guard says; nothing where it does not apply. */
    static Guard.Decision decision(Settings settings, Pipeline pipeline, LoadPlan plan) {
        if (!appliesTo(settings, pipeline)) {
            return new Guard.Decision(List.of(), List.of());
        }
        Guarding guarding = new Guarding(settings, pipeline);
        Reach reach;
        try {
            reach = guarding.reach();
        } catch (IllegalStateException e) {
            return new Guard.Decision(
                    List.of("the guard does not know where the load would go: " + e.getMessage()), List.of());
        }
        return Guard.decide(settings.guard(), reach, plan, guarding.foreignRows());
    }

    private Reach reach() {
        Optional<String> tableProject = settings.bigquery().table().map(TableName::project);
        return new Reach(
                pipeline.stream().map(KinesisGateway::identity).map(found -> ofAws(Resource.Kind.STREAM, found)),
                pipeline.function().map(LambdaGateway::identity).map(found -> ofAws(Resource.Kind.FUNCTION, found)),
                pipeline.table()
                        .map(BigQueryGateway::labels)
                        .or(() -> pipeline.bigquery().map(DirectGateway::labels))
                        .map(this::table),
                settings.bigquery()
                        .jobProject()
                        .filter(project -> pipeline.table().isPresent()
                                || pipeline.bigquery().isPresent())
                        .filter(project -> !tableProject.equals(Optional.of(project))));
    }

    private static Resource ofAws(Resource.Kind kind, Identity found) {
        return new Resource(kind, found.name(), found.account(), found.tags(), found.unread());
    }

    private Resource table(Map<String, String> labels) {
        TableName name = settings.bigquery().table().orElseThrow();
        return new Resource(Resource.Kind.TABLE, name.dotted(), name.project(), labels, Optional.empty());
    }

    private ForeignRows foreignRows() {
        if (settings.guard().foreignTraffic() == ForeignTraffic.ALLOW) {
            return new ForeignRows.NotLooked("plumbline.guard.foreignTraffic is allow");
        }
        if (pipeline.table().isEmpty()) {
            return new ForeignRows.NotLooked("the simulation looks for arrivals in no table");
        }
        BigQueryGateway table = pipeline.table().get();
        Optional<String> notKnown = table.whyForeignRowsAreNotKnown();
        if (notKnown.isPresent()) {
            return new ForeignRows.NotLooked(notKnown.get());
        }
        try {
            return new ForeignRows.Counted(
                    table.foreignRows(settings.guard().foreignWindow()).rows().get(0));
        } catch (QueryFailure e) {
            return new ForeignRows.Failed(String.valueOf(e.getMessage()));
        }
    }
}
