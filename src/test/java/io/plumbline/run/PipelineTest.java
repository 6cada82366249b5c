package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.TestSettings;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The start's look at what is in BigQuery, for arrivals and for the simulation's own calls together. */
@Timeout(60)
class PipelineTest {

    private static final Set<Need> ARRIVALS_AND_CALLS = Set.of(Need.ARRIVAL, Need.BIGQUERY);
    private static final MicroClock CLOCK = MicroClock.startingNow();

    private final BigQueryService service = new BigQueryService(256, 1, CLOCK::nowMicros, (table, rows, micros) -> {});
    private final HttpServer server = HttpServer.start("bigquery", service);

    @BeforeEach
    void createTable() throws IOException {
        ReferenceTable.create(server.uri(), "p", "d", "events");
        ReferenceTable.createView(server.uri(), "p", "d", "all_events", "SELECT * FROM d.events");
    }

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    @Test
    void ofAViewItKnowsThatItTakesNoRows() throws QueryFailure {
        try (Pipeline pipeline = Pipeline.open(
                settings("p.d.all_events"), ARRIVALS_AND_CALLS, LoadPlan.UNKNOWN, new TraceIds("run", 0), CLOCK)) {
            assertThat(insert(pipeline, "all_events"))
                    .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("not sent"));
            assertThat(insert(pipeline, "events")).isEqualTo(new InsertOutcome.Answered(0, "[]", Optional.empty()));
            assertThat(pipeline.table().orElseThrow().rows(OptionalLong.empty()).rows())
                    .as("seen through the view")
                    .hasSize(1);
        }
    }

    @Test
    void aTableTakesThem() {
        try (Pipeline pipeline = Pipeline.open(
                settings("p.d.events"), ARRIVALS_AND_CALLS, LoadPlan.UNKNOWN, new TraceIds("run", 0), CLOCK)) {
            assertThat(insert(pipeline, "events")).isEqualTo(new InsertOutcome.Answered(0, "[]", Optional.empty()));
        }
    }

    @Test
    void whatBothLooksFindIsSaidOnce() {
        assertThatThrownBy(() -> Pipeline.open(
                        settings("p.d.nope"), ARRIVALS_AND_CALLS, LoadPlan.UNKNOWN, new TraceIds("run", 0), CLOCK))
                .isInstanceOfSatisfying(StartFailure.class, failure -> assertThat(failure.problems())
                        .containsExactly("table p.d.nope was not found"));
    }

    private Settings settings(String table) {
        return TestSettings.forPipeline(server.uri(), server.uri())
                .with("plumbline.bigquery.table", table)
                .settings();
    }

    private static InsertOutcome insert(Pipeline pipeline, String table) {
        return pipeline.bigquery()
                .orElseThrow()
                .insert(new RowsToInsert(
                        new TableName("p", "d", table),
                        List.of("{\"run_id\":\"run\",\"trace_id\":\"a\"}"),
                        true,
                        false))
                .toCompletableFuture()
                .join();
    }
}
