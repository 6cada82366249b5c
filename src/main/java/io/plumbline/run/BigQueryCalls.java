package io.plumbline.run;

import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.DirectGateway;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.QueryOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.bigquery.SqlQuery;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.settings.Settings.Target;
import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A simulation's own inserts and queries, which stand outside of the account of the records. Opened by the first who
 * wants it. Thread-safe.
 */
public final class BigQueryCalls implements AutoCloseable {

    private final Settings settings;
    private final GeneratorHealth health;
    private final Runnable begins;
    private final OnDemand<DirectGateway> gateway;

    /** @param begins is told before each call */
    BigQueryCalls(Settings settings, MicroClock clock, GeneratorHealth health, Runnable begins) {
        this.settings = settings;
        this.health = health;
        this.begins = begins;
        this.gateway = new OnDemand<>(
                this::missing, () -> new DirectGateway(settings, clock), DirectGateway::problems, DirectGateway::close);
    }

    /** @throws StartFailure if the table is not named or BigQuery does not show it */
    public void open() {
        gateway.open();
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (settings.bigquery().table().isEmpty()) {
            missing.add("plumbline.bigquery.table (BQ_TABLE) is not set, and the simulation uses BigQuery");
        }
        // Without it the client would call the real service.
        if (settings.target() == Target.LOCAL_STAND_IN
                && settings.bigquery().endpoint().isEmpty()) {
            missing.add("the local stand-in does not say where its BigQuery is, and the simulation uses it");
        }
        return missing;
    }

    /** The table of the settings. */
    public TableName table() {
        return gateway.opened().table();
    }

    /** Inserts the rows, by one attempt. The answer never fails. */
    public CompletionStage<InsertOutcome> insert(RowsToInsert rows) {
        begins.run();
        return gateway.opened().insert(rows).thenApply(outcome -> {
            countFailure(outcome instanceof CallFailure failure ? failure : null);
            return outcome;
        });
    }

    /** Runs the query, by one attempt. The answer never fails. */
    public CompletionStage<QueryOutcome> query(SqlQuery query) {
        begins.run();
        return gateway.opened().query(query).thenApply(outcome -> {
            countFailure(outcome instanceof CallFailure failure ? failure : null);
            return outcome;
        });
    }

    private void countFailure(@Nullable CallFailure failure) {
        if (failure != null && failure.forWantOfAConnection()) {
            health.acquireFailed();
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
