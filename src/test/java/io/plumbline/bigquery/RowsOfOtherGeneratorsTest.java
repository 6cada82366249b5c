package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.TableId;
import io.plumbline.TestSettings;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the other generators of a run insert is nobody else's; what others insert still is. */
@Timeout(60)
class RowsOfOtherGeneratorsTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000_000L);
    private final BigQueryService service =
            new BigQueryService(256, 1, clock::get, (table, rows, committedMicros) -> {});
    private final HttpServer server = HttpServer.start("bigquery", service);
    private final BigQuery client = BigQueryOptions.newBuilder()
            .setProjectId("p")
            .setHost(server.uri().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();

    @BeforeEach
    void create() throws IOException {
        ReferenceTable.create(server.uri(), "p", "d", "events");
        insert("nightly-2-abcd-2-l0000000001", "nightly-2-abcd");
        insert("nightly-0-wxyz-0-l0000000001", "nightly-0-wxyz");
        insert("weekly-1-l0000000001", "weekly-1");
        insert("nobodys", null);
    }

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    @Test
    void areToldByTheRunsName() throws QueryFailure {
        assertThat(foreign(settings(3))).isEqualTo(2);
    }

    @Test
    void areForeignToARunOfOneGenerator() throws QueryFailure {
        assertThat(foreign(settings(1))).isEqualTo(3);
    }

    @Test
    void areToldByTheirIdsWhereTheTableHasNoRunId() throws QueryFailure {
        assertThat(foreign(settings(3).withoutColumns("runId"))).isEqualTo(2);
    }

    /** Numbers do not show whose they are. */
    @Test
    void cannotBeToldWhereNeitherRunIdNorIdNamesTheRun() {
        TestSettings settings = settings(3).withoutColumns("runId").with("plumbline.trace.codec", "uuid");

        assertThat(gateway(settings).whyForeignRowsAreNotKnown())
                .contains(
                        "rows of this run's other generators look like those of others, for the table has no run id, as far"
                                + " as plumbline.columns.runId tells");
        assertThat(gateway(settings(1).withoutColumns("runId").with("plumbline.trace.codec", "uuid"))
                        .whyForeignRowsAreNotKnown())
                .isEmpty();
        assertThat(gateway(settings(3).withoutColumns("inserted")).whyForeignRowsAreNotKnown())
                .get()
                .asString()
                .startsWith("the table has no insert stamp");
    }

    private long foreign(TestSettings settings) throws QueryFailure {
        BigQueryGateway gateway = gateway(settings);
        assertThat(gateway.whyForeignRowsAreNotKnown()).isEmpty();
        assertThat(gateway.problems()).isEmpty();
        return gateway.foreignRows(WINDOW).rows().get(0);
    }

    private TestSettings settings(int generators) {
        return TestSettings.forPipeline(server.uri(), server.uri())
                .with("plumbline.runId", "nightly")
                .with("plumbline.generator.count", Integer.toString(generators))
                .with("plumbline.generator.index", Integer.toString(generators - 1));
    }

    private BigQueryGateway gateway(TestSettings settings) {
        return new BigQueryGateway(settings.settings(), new TraceIds("nightly-2-abcd", 2), clock::get);
    }

    private void insert(String traceId, String run) {
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(TableId.of("p", "d", "events"));
        request.addRow(run == null ? Map.of("trace_id", traceId) : Map.of("trace_id", traceId, "run_id", run));
        assertThat(client.insertAll(request.build()).hasErrors()).isFalse();
    }
}
