package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.plumbline.TestSettings;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.bigquery.Conduct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arrivals in the view that the documentation makes of two tables, over real sockets. */
@Timeout(60)
class ViewOfTablesTest {

    private static final long NOON = 1_700_000_000_000_000L;
    private static final Pattern VIEW = Pattern.compile("(?s)CREATE VIEW logs\\.all_events AS\n(.*?)\n```");

    private final AtomicLong clock = new AtomicLong(NOON);
    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final RecordingBigQuery bigquery = new RecordingBigQuery(clock::get, Conduct.FAULTLESS);
    private final BigQuery client = BigQueryOptions.newBuilder()
            .setProjectId("p")
            .setHost(bigquery.uri().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    private final BigQueryGateway gateway = new BigQueryGateway(
            TestSettings.forPipeline(bigquery.uri(), bigquery.uri())
                    .with("plumbline.bigquery.table", "p.d.all_events")
                    .settings(),
            new TraceIds("run-abcd", 0),
            clock::get);

    /** As the documentation has it, of tables in {@code logs}. */
    static String documented() {
        try {
            Matcher view = VIEW.matcher(Files.readString(Path.of("docs", "contract.md")));
            assertThat(view.find()).isTrue();
            return view.group(1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void createTables() throws IOException {
        bigquery.createTable();
        bigquery.createAnother("debug_events");
        bigquery.createView("all_events", documented().replace("logs.", "d."));
    }

    @AfterEach
    void close() {
        bigquery.close();
    }

    @Test
    void polledRowsAreThoseOfBothTables() throws QueryFailure {
        insert("events", ids.load(1), Map.of());
        clock.addAndGet(5_000_000);
        insert("debug_events", ids.load(2), Map.of("kinesis_sequence_number", "49-2"));
        insert("debug_events", "other", Map.of("run_id", "other-run"));

        assertThat(gateway.rows(OptionalLong.empty()).rows())
                .extracting(Row::traceId)
                .containsExactlyInAnyOrder(ids.load(1), ids.load(2));
        assertThat(gateway.rows(OptionalLong.of(NOON + 5_000_000)).rows())
                .extracting(Row::traceId, Row::sequenceNumber)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ids.load(2), "49-2"));
        assertThat(gateway.rowsOf(List.of(ids.load(1), ids.load(3))).rows())
                .extracting(Row::traceId)
                .containsExactly(ids.load(1));
        assertThat(gateway.rowsOfAnyRun(List.of("other")).rows()).hasSize(1);
        assertThat(gateway.rowsBetween(ids.load(0), ids.load(1)).rows()).hasSize(1);
    }

    @Test
    void theAuditIsOverBothTablesTogether() throws QueryFailure {
        insert("events", ids.load(1), Map.of("key", "k", "kinesis_sequence_number", "2", "lambda_received", at(10)));
        insert("debug_events", ids.load(1), Map.of("key", "k", "kinesis_sequence_number", "2"));
        insert(
                "debug_events",
                ids.load(2),
                Map.of("key", "k", "kinesis_sequence_number", "1", "lambda_received", at(20)));
        insert("debug_events", ids.load(3), Map.of("key", "k", "digest", "wrong", "data", "{\"n\":1}"));

        assertThat(gateway.countByBlock(1).rows()).containsExactly(new BlockCount("r", 4, 3));
        assertThat(gateway.order(ids.load(0), ids.load(9)).rows())
                .as("1 of one table overtook 2 of the other")
                .containsExactly(new OrderCount(2, 1));
        assertThat(gateway.countSealed(ids.load(0), ids.load(9)).rows()).containsExactly(1L);
        assertThat(gateway.suspects(ids.load(0), ids.load(9)).rows())
                .containsExactly(new Sealed(ids.load(3), "k", "{\"n\":1}", "wrong"));
        insert("debug_events", null, Map.of("kinesis_sequence_number", "7"));
        assertThat(gateway.strays(List.of("7")).rows()).containsExactly(new Stray("7", null));
    }

    @Test
    void eachTableIsBilledAndTheRunsFilterReachesThem() throws QueryFailure {
        insert("events", ids.load(1), Map.of());
        for (int i = 0; i < 3; i++) {
            insert("debug_events", "x".repeat(4 << 20), Map.of("run_id", "other-run"));
        }

        Answer<Row> answer = gateway.rows(OptionalLong.empty());

        assertThat(answer.rows()).hasSize(1);
        assertThat(answer.bytesBilled()).as("twice the least").isEqualTo(2L * (10 << 20));
    }

    @Test
    void aViewWithEveryColumnHasNoProblems() {
        assertThat(gateway.problems()).isEmpty();
    }

    @Test
    void itsColumnsAreThoseOfNowNotThoseOfItsMaking() throws IOException {
        client.delete(TableId.of("p", "d", "all_events"));
        bigquery.createView(
                "all_events", "SELECT * EXCEPT (key), 5 AS digest FROM (SELECT * EXCEPT (digest) FROM d.events)");
        assertThat(gateway.problems())
                .containsExactly(
                        "plumbline.columns.digest: column `digest` of view p.d.all_events is INTEGER, not STRING",
                        "plumbline.columns.key: view p.d.all_events has no column `key`");

        client.delete(TableId.of("p", "d", "all_events"));
        bigquery.createView("all_events", "SELECT * FROM d.debug_events");
        client.delete(TableId.of("p", "d", "debug_events"));
        client.create(TableInfo.of(
                TableId.of("p", "d", "debug_events"),
                StandardTableDefinition.of(Schema.of(Field.of("trace_id", StandardSQLTypeName.STRING)))));
        assertThat(gateway.problems())
                .hasSize(9)
                .contains("plumbline.columns.runId: view p.d.all_events has no column `run_id`");
    }

    @Test
    void aViewThatCannotBeReadIsAProblemInBigQuerysWords() {
        client.delete(TableId.of("p", "d", "debug_events"));

        assertThat(gateway.problems())
                .containsExactly("view p.d.all_events cannot be queried: 404 Not found: Table p:d.debug_events");
        assertThatThrownBy(() -> gateway.rows(OptionalLong.empty()))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("Not found: Table p:d.debug_events");
    }

    @Test
    void theLookAtItRunsNothing() {
        gateway.problems();

        assertThat(bigquery.asked)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly(
                        "GET /bigquery/v2/projects/p/datasets/d/tables/all_events",
                        "POST /bigquery/v2/projects/p/jobs");
        assertThat(new String(bigquery.asked.poll().body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(new String(bigquery.asked.remove().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"dryRun\":true");
    }

    private void insert(String table, String traceId, Map<String, String> more) {
        Map<String, String> row = new HashMap<>();
        if (traceId != null) {
            row.put("trace_id", traceId);
            row.put("run_id", "run-abcd");
        }
        row.putAll(more);
        assertThat(client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", table))
                                .addRow(row)
                                .build())
                        .hasErrors())
                .isFalse();
        bigquery.asked.clear();
    }

    private static String at(long micros) {
        return java.time.Instant.EPOCH
                .plus(NOON + micros, java.time.temporal.ChronoUnit.MICROS)
                .toString();
    }
}
