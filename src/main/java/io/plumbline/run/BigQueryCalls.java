package io.plumbline.run;

import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.DirectGateway;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.QueryOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.bigquery.SqlQuery;
import io.plumbline.settings.Settings.TableName;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A simulation's own inserts and queries, which stand outside of the account of the records. Thread-safe. */
public final class BigQueryCalls {

    private final DirectGateway gateway;
    private final GeneratorHealth health;
    private final Runnable begins;

    /** @param begins is told before each call */
    BigQueryCalls(DirectGateway gateway, GeneratorHealth health, Runnable begins) {
        this.gateway = gateway;
        this.health = health;
        this.begins = begins;
    }

    /** The table of the settings. */
    public TableName table() {
        return gateway.table();
    }

    /** Inserts the rows, by one attempt. The answer never fails. */
    public CompletionStage<InsertOutcome> insert(RowsToInsert rows) {
        begins.run();
        return gateway.insert(rows).thenApply(outcome -> {
            countFailure(outcome instanceof CallFailure failure ? failure : null);
            return outcome;
        });
    }

    /** Runs the query, by one attempt. The answer never fails. */
    public CompletionStage<QueryOutcome> query(SqlQuery query) {
        begins.run();
        return gateway.query(query).thenApply(outcome -> {
            countFailure(outcome instanceof CallFailure failure ? failure : null);
            return outcome;
        });
    }

    private void countFailure(@Nullable CallFailure failure) {
        if (failure != null && failure.forWantOfAConnection()) {
            health.acquireFailed();
        }
    }
}
