package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.run.Run;
import io.plumbline.settings.Settings.TableName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Inserts rows. */
final class InsertAction extends CallAction<RowsToInsert, InsertOutcome> {

    private final JsonRows rows;
    private final @Nullable El into;
    private final Insert.Options options;
    private final Checks<InsertResponse> checks;

    InsertAction(Insert insert, PipelineComponents components, boolean throttled, Action next) {
        super(insert.name(), InsertFlow.INSERT, components, throttled, next);
        this.rows = insert.rows();
        this.into = insert.into().map(El::of).orElse(null);
        this.options = insert.options();
        this.checks = insert.materialised();
    }

    @Override
    RowsToInsert request(Run run, Session session) {
        TableName table = run.bigquery().table();
        TableName where = into == null ? table : TableName.of(into.in(session, "table"), table);
        List<String> all = rows.in(session);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there are no rows to insert");
        }
        return new RowsToInsert(where, all, options.insertIds(), options.skipInvalid());
    }

    @Override
    CompletionStage<InsertOutcome> ask(Run run, RowsToInsert request) {
        return run.bigquery().insert(request);
    }

    @Override
    Call.Ended ended(Call call, InsertOutcome outcome, long endMicros) {
        return new InsertFlow(call, checks).ended(outcome, endMicros);
    }
}
