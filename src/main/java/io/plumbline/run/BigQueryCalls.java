package io.plumbline.run;

import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.DirectGateway;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.QueryOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.bigquery.SqlQuery;
import io.plumbline.settings.Settings.TableName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A simulation's own inserts and queries, which stand outside of the account of the records. Thread-safe. */
public final class BigQueryCalls {

    private final DirectGateway gateway;
    private final GeneratorHealth health;
    private final Runnable begins;
    private final Gate gate;
    private final KillSwitch kill;
    private final Function<TableName, Optional<String>> elsewhere;

    /**
     * @param begins is told before each call
     * @param elsewhere why rows may not go into another table than that of the settings; empty where they may
     */
    BigQueryCalls(
            DirectGateway gateway,
            GeneratorHealth health,
            Runnable begins,
            Gate gate,
            KillSwitch kill,
            Function<TableName, Optional<String>> elsewhere) {
        this.gateway = gateway;
        this.health = health;
        this.begins = begins;
        this.gate = gate;
        this.kill = kill;
        this.elsewhere = elsewhere;
    }

    /** The table of the settings. */
    public TableName table() {
        return gateway.table();
    }

    /** Inserts the rows, by one attempt. The answer never fails. */
    public CompletionStage<InsertOutcome> insert(RowsToInsert rows) {
        begins.run();
        String refused = refused(rows);
        if (refused != null) {
            return CompletableFuture.completedFuture(new CallFailure("not sent", refused));
        }
        return gateway.insert(rows).thenApply(outcome -> {
            kill.inserted(outcome);
            countFailure(outcome instanceof CallFailure failure ? failure : null);
            return outcome;
        });
    }

    private @Nullable String refused(RowsToInsert rows) {
        Optional<String> why = rows.table().equals(table()) ? Optional.empty() : elsewhere.apply(rows.table());
        long characters = rows.rows().stream().mapToLong(String::length).sum();
        return why.orElseGet(() -> gate.admit(rows.rows().size(), characters));
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
