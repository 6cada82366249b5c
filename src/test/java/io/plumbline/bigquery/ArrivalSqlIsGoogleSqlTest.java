package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.settings.Settings.Columns;
import io.plumbline.settings.Settings.TableName;
import java.util.Map;
import java.util.Optional;
import local.bigquery.sql.GoogleSqlAnalyser;
import org.junit.jupiter.api.Test;

/** The queries that Plumbline sends, and the view that its documentation makes, pass Google's own analyser. */
class ArrivalSqlIsGoogleSqlTest {

    private static final String TABLE = "project.dataset.table";

    private static final String COLUMNS =
            "run_id:STRING,trace_id:STRING,key:STRING,kinesis_sequence_number:STRING,digest:STRING,"
                    + "kinesis_arrival:TIMESTAMP,lambda_received:TIMESTAMP,lambda_done:TIMESTAMP,data:JSON,inserted_at:TIMESTAMP,"
                    + "received_seconds:DOUBLE,inserted_nanos:INT64";

    private static final TableColumns TYPES = new TableColumns(
            "table",
            false,
            Map.of("received_seconds", new ColumnType("FLOAT"), "inserted_nanos", new ColumnType("INTEGER")));

    private static final String PARAMETERS =
            "run:STRING,ours:STRING,inserted_from:INT64,window:INT64,first:STRING,last:STRING,block_length:INT64,ids:STRING[],numbers:STRING[]";

    private final ArrivalSql sql = sql(
            new Columns(
                    "trace_id",
                    Optional.of("run_id"),
                    Optional.of("key"),
                    Optional.of("kinesis_sequence_number"),
                    Optional.of("kinesis_arrival"),
                    Optional.of("lambda_received"),
                    Optional.of("lambda_done"),
                    Optional.of("inserted_at"),
                    Optional.of("digest"),
                    Optional.of("data")),
            Optional.empty());

    private final ArrivalSql inJson = sql(
            new Columns(
                    "data.traceId",
                    Optional.empty(),
                    Optional.of("data.load_test.key"),
                    Optional.of("data.number"),
                    Optional.empty(),
                    Optional.of("data.timestamps.lambda_process"),
                    Optional.empty(),
                    Optional.of("data.timestamps.bigquery_insert"),
                    Optional.empty(),
                    Optional.empty()),
            Optional.empty());

    private final ArrivalSql inEpochs = sql(
            new Columns(
                    "trace_id",
                    Optional.of("run_id"),
                    Optional.of("key"),
                    Optional.of("kinesis_sequence_number"),
                    Optional.empty(),
                    Optional.of("received_seconds"),
                    Optional.empty(),
                    Optional.of("inserted_nanos"),
                    Optional.empty(),
                    Optional.empty()),
            Optional.of("inserted_at > CURRENT_TIMESTAMP()"));

    private static ArrivalSql sql(Columns columns, Optional<String> filter) {
        return new ArrivalSql(new TableName("project", "dataset", "table"), columns, TYPES, filter);
    }

    @Test
    void everyArrivalQueryIsValidAndTheGateIsShutForOthers() throws Exception {
        assumeTrue(GoogleSqlAnalyser.isHere(), GoogleSqlAnalyser.NOT_HERE);
        String view = ViewOfTablesTest.documented().replaceAll("FROM (\\S+)", "FROM `$1`");
        assertThat(new GoogleSqlAnalyser(TABLE + ",logs.events,logs.debug_events", COLUMNS, PARAMETERS)
                        .verdicts(
                                sql.rows(),
                                sql.rowsInsertedFrom(),
                                sql.foreignRows(),
                                sql.rowsOf(),
                                sql.rowsOfAnyRun(),
                                sql.rowsBetween(),
                                sql.countByBlock(),
                                sql.order(),
                                sql.countSealed(),
                                sql.suspects(),
                                sql.strays(),
                                inJson.rows(),
                                inJson.rowsInsertedFrom(),
                                inJson.foreignRows(),
                                inJson.rowsOf(),
                                inJson.rowsOfAnyRun(),
                                inJson.rowsBetween(),
                                inJson.countByBlock(),
                                inJson.order(),
                                inJson.strays(),
                                inEpochs.rows(),
                                inEpochs.rowsInsertedFrom(),
                                inEpochs.foreignRows(),
                                inEpochs.order(),
                                view,
                                view.replaceFirst("digest", "nope"),
                                sql.rows() + " AND trace_id = 5",
                                "SELECT nope FROM `" + TABLE + "`"))
                .containsExactly(
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "valid",
                        "Unrecognized name: nope [at 1:56]",
                        "No matching signature for operator = for argument types: STRING, INT64",
                        "Unrecognized name: nope [at 1:8]");
    }
}
