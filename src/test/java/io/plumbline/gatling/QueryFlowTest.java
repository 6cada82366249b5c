package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.plumbline.PipelineDsl.insertErrors;
import static io.plumbline.PipelineDsl.rowCount;
import static io.plumbline.PipelineDsl.rows;
import static io.plumbline.PipelineDsl.totalBytesBilled;
import static io.plumbline.PipelineDsl.totalBytesProcessed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.QueryOutcome;
import io.plumbline.bigquery.QueryOutcome.Answered;
import io.plumbline.bigquery.SqlParameter;
import io.plumbline.gatling.Call.Ended;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryFlowTest {

    private static final Answered TWO_ROWS =
            new Answered(List.of(Map.of("n", 7L), Map.of("n", 8L)), OptionalLong.of(1_234), OptionalLong.empty());
    private static final QueryOutcome FAILED = new CallFailure("invalidQuery", "400 Unrecognized name: nope");

    private final RecordingStats stats = new RecordingStats();

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void allOfTheAnswerCanBeChecked() {
        Ended ended = ended(
                TWO_ROWS,
                rowCount().is(2),
                rows().saveAs("rows"),
                totalBytesProcessed().lt(2_000L),
                totalBytesBilled().notExists(),
                jsonPath("$[1].n").ofLong().is(8L),
                regex("\"n\":(\\d)").find(0).saveAs("first"));

        assertThat(ended.ok()).isTrue();
        assertThat(ended.session().attributes().apply("rows")).isEqualTo(TWO_ROWS.rows());
        assertThat(ended.session().attributes().apply("first")).isEqualTo("7");
        assertThat(stats.responses()).containsExactly(new Response("Report", "Query", 2_000, 2_500, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Report", 2_000, 500, "OK", 2_500));
    }

    @Test
    void aFailureHasBigQuerysReasonWhateverIsChecked() {
        assertFails(FAILED, "invalidQuery: 400 Unrecognized name: nope");
        assertFails(
                FAILED, "invalidQuery: 400 Unrecognized name: nope", rowCount().exists());
    }

    @Test
    void aCheckThatDoesNotHoldFails() {
        assertFails(TWO_ROWS, "rowCount.find.is(1), found 2", rowCount().is(1));
        assertFails(
                TWO_ROWS,
                "totalBytesBilled.find.exists, found nothing",
                totalBytesBilled().exists());
    }

    @Test
    void aParameterHasTheTypeOfItsValue() {
        SqlParameters parameters = SqlParameters.NONE
                .and("text", "a #{n}")
                .and("whole", "#{n}")
                .and("long", 5L)
                .and("double", 0.5)
                .and("yes", true)
                .and("at", Instant.EPOCH);

        assertThat(parameters.in(RowsTest.session().set("n", 7)))
                .containsExactly(
                        new SqlParameter("text", "STRING", "a 7"),
                        new SqlParameter("whole", "INT64", "7"),
                        new SqlParameter("long", "INT64", "5"),
                        new SqlParameter("double", "FLOAT64", "0.5"),
                        new SqlParameter("yes", "BOOL", "true"),
                        new SqlParameter("at", "TIMESTAMP", "1970-01-01T00:00:00Z"));
    }

    @Test
    void aParameterThatCannotBeToldIsNamed() {
        Session session = RowsTest.session().set("list", List.of(1));

        assertThatThrownBy(() -> SqlParameters.NONE.and("p", "#{nothing}").in(session))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter p: No attribute named 'nothing' is defined");
        assertThatThrownBy(() -> SqlParameters.NONE.and("p", "#{list}").in(session))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parameter p: a value of the type ");
    }

    @Test
    void aCheckOnAnInsertIsRefusedAtOnce() {
        CheckBuilder other = insertErrors().is(0);

        assertThatThrownBy(() -> query(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("insertErrors");
    }

    private void assertFails(QueryOutcome outcome, String reason, CheckBuilder... checks) {
        int before = stats.responses().size();
        Ended ended = ended(outcome, checks);
        assertThat(ended.ok()).isFalse();
        assertThat(ended.session().isFailed()).isTrue();
        assertThat(stats.responses().subList(before, stats.responses().size()))
                .containsExactly(new Response("Report", "Query", 2_000, 2_500, "KO", reason));
    }

    private Ended ended(QueryOutcome outcome, CheckBuilder... checks) {
        Rows rows = new Rows(stats.engine(), 1_000, any -> true);
        Call call = new Call(rows, RowsTest.session(), "Report", QueryFlow.QUERY, 2_000_000);
        return new QueryFlow(call, query(checks).materialised()).ended(outcome, 2_500_000);
    }

    private static Query query(CheckBuilder... checks) {
        return new Query("Report", "SELECT 1").checking(List.of(checks));
    }
}
