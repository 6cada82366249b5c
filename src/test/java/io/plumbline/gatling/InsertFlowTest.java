package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.plumbline.PipelineDsl.insertErrors;
import static io.plumbline.PipelineDsl.statusCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.InsertOutcome.Answered;
import io.plumbline.gatling.Call.Ended;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InsertFlowTest {

    private static final InsertOutcome ALL_IN = new Answered(0, "[]", Optional.empty());
    private static final InsertOutcome TWO_REFUSED = new Answered(
            2,
            "[{\"index\":0,\"errors\":[{\"reason\":\"stopped\"}]},{\"index\":1,\"errors\":[{\"reason\":\"invalid\"}]}]",
            Optional.of("row 1: invalid at amount: bad value"));
    private static final InsertOutcome FAILED = new CallFailure("notFound", "404 no such table");

    private final RecordingStats stats = new RecordingStats();

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void theRoundTripHasARow() {
        Ended ended = ended(ALL_IN);

        assertThat(ended.ok()).isTrue();
        assertThat(ended.session().isFailed()).isFalse();
        assertThat(stats.responses()).containsExactly(new Response("Load", "Insert", 2_000, 2_500, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Load", 2_000, 500, "OK", 2_500));
    }

    @Test
    void refusedRowsFailUnlessTheyAreCheckedFor() {
        String why = "rows refused: 2, row 1: invalid at amount: bad value";
        assertFails(TWO_REFUSED, why);
        assertFails(TWO_REFUSED, why, bodyString().exists());
        assertThat(ended(TWO_REFUSED, insertErrors().is(2)).ok()).isTrue();
        assertFails(
                TWO_REFUSED, "insertErrors.find.is(0), found 2", insertErrors().is(0));
        assertThat(ended(ALL_IN, insertErrors().is(0)).ok()).isTrue();
    }

    @Test
    void eachErrorCanBeChecked() {
        Ended ended = ended(
                TWO_REFUSED,
                insertErrors().saveAs("refused"),
                jsonPath("$[?(@.index == 1)].errors[0].reason").is("invalid"));

        assertThat(ended.ok()).isTrue();
        assertThat(ended.session().attributes().apply("refused")).isEqualTo(2);
    }

    @Test
    void whatIsNotAnsweredFailsWhateverIsChecked() {
        assertFails(FAILED, "notFound: 404 no such table", insertErrors().exists());
    }

    @Test
    void aCheckOnAnInvocationIsRefusedAtOnce() {
        CheckBuilder other = statusCode().is(200);

        assertThatThrownBy(() -> insert(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("statusCode");
    }

    private void assertFails(InsertOutcome outcome, String reason, CheckBuilder... checks) {
        int before = stats.responses().size();
        Ended ended = ended(outcome, checks);
        assertThat(ended.ok()).isFalse();
        assertThat(ended.session().isFailed()).isTrue();
        assertThat(stats.responses().subList(before, stats.responses().size()))
                .containsExactly(new Response("Load", "Insert", 2_000, 2_500, "KO", reason));
        assertThat(stats.groupEnds()).last().isEqualTo(new GroupEnd("Load", 2_000, 500, "KO", 2_500));
    }

    private Ended ended(InsertOutcome outcome, CheckBuilder... checks) {
        Rows rows = new Rows(stats.engine(), 1_000, any -> true);
        Call call = new Call(rows, RowsTest.session(), "Load", InsertFlow.INSERT, 2_000_000);
        return new InsertFlow(call, insert(checks).materialised()).ended(outcome, 2_500_000);
    }

    private static Insert insert(CheckBuilder... checks) {
        return new Insert("Load", JsonRows.alike(1, CoreDsl.StringBody("{}"))).checking(List.of(checks));
    }
}
