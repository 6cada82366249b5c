package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.plumbline.PipelineDsl.billedDuration;
import static io.plumbline.PipelineDsl.executedVersion;
import static io.plumbline.PipelineDsl.functionError;
import static io.plumbline.PipelineDsl.sequenceNumber;
import static io.plumbline.PipelineDsl.statusCode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.InvokeOutcome.Answered;
import io.plumbline.aws.InvokeOutcome.Failed;
import io.plumbline.aws.InvokeReport;
import io.plumbline.gatling.Call.Ended;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvokeFlowTest {

    private static final InvokeOutcome COLD = answered(
            Optional.empty(),
            "{\"items\":[{\"id\":7}]}",
            Optional.of(new InvokeReport(30_500, 31, Optional.of(400_000L))));
    private static final InvokeOutcome ERROR =
            answered(Optional.of("Unhandled"), "{\"errorMessage\":\"no\"}", Optional.empty());
    private static final InvokeOutcome THROTTLED =
            new Failed(Optional.of(429), "TooManyRequestsException", "Rate Exceeded.");
    private static final InvokeOutcome TIMED_OUT = new Failed(Optional.empty(), "ApiCallTimeoutException", "too late");

    private final RecordingStats stats = new RecordingStats();

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void theRoundTripTheReportedDurationAndTheColdStartHaveRows() {
        Ended ended = ended(COLD);

        assertThat(ended.ok()).isTrue();
        assertThat(ended.session().isFailed()).isFalse();
        assertThat(stats.responses())
                .containsExactly(
                        new Response("Enrich", "Invoke", 2_000, 2_500, "OK", ""),
                        new Response("Enrich", "Reported duration", 2_000, 2_030, "OK", ""),
                        new Response("Enrich", "Cold start", 2_000, 2_400, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Enrich", 2_000, 500, "OK", 2_500));
    }

    @Test
    void aFunctionErrorFailsUnlessItIsCheckedFor() {
        assertFails(ERROR, "function error Unhandled: {\"errorMessage\":\"no\"}");
        assertFails(
                ERROR,
                "function error Unhandled: {\"errorMessage\":\"no\"}",
                statusCode().is(200));
        assertThat(ended(ERROR, functionError().is("Unhandled")).ok()).isTrue();
        assertFails(
                ERROR,
                "functionError.find.notExists, unexpectedly found Unhandled",
                functionError().notExists());
        assertThat(ended(COLD, functionError().notExists()).ok()).isTrue();
    }

    @Test
    void aRefusalFailsUnlessTheStatusIsCheckedFor() {
        assertFails(THROTTLED, "TooManyRequestsException: Rate Exceeded.");
        assertFails(
                THROTTLED,
                "TooManyRequestsException: Rate Exceeded.",
                functionError().notExists());
        assertThat(ended(THROTTLED, statusCode().in(200, 429)).ok()).isTrue();
        assertFails(
                THROTTLED, "statusCode.find.is(200), found 429", statusCode().is(200));
    }

    @Test
    void whatWasNotAnsweredFailsWhateverIsChecked() {
        assertFails(TIMED_OUT, "ApiCallTimeoutException: too late", statusCode().exists());
    }

    @Test
    void allOfTheAnswerCanBeChecked() {
        Ended ended = ended(
                COLD,
                statusCode().is(200),
                executedVersion().is("7"),
                billedDuration().lte(31),
                bodyString().saveAs("payload"),
                substring("items").exists(),
                regex("\"id\":(\\d+)").is("7"),
                jsonPath("$.items[0].id").ofInt().is(7),
                jmesPath("items[0].id").ofInt().saveAs("id"));

        assertThat(ended.ok()).isTrue();
        assertThat(ended.session().attributes().apply("payload")).isEqualTo("{\"items\":[{\"id\":7}]}");
        assertThat(ended.session().attributes().apply("id")).isEqualTo(7);
    }

    @Test
    void aPayloadThatIsNoJsonFailsACheckOnJson() {
        InvokeOutcome text = answered(Optional.empty(), "plain", Optional.empty());

        Ended ended = ended(text, jsonPath("$.id").exists());

        assertThat(ended.ok()).isFalse();
        assertThat(stats.responses().get(0).message()).contains("jsonPath($.id).find.exists", "plain");
    }

    @Test
    void anAuthorsFunctionThatCrashesFailsTheRowOnly() {
        Ended ended = ended(COLD, bodyString().transform(text -> {
            throw new IllegalStateException("oops");
        }));

        assertThat(ended.session().isFailed()).isTrue();
        assertThat(stats.responses().get(0).message()).contains("oops");
    }

    @Test
    void aCheckOnAPutIsRefusedAtOnce() {
        CheckBuilder other = sequenceNumber().exists();

        assertThatThrownBy(() -> new Invoke("Enrich", CoreDsl.StringBody("{}"), false, List.of(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequenceNumber");
    }

    private void assertFails(InvokeOutcome outcome, String reason, CheckBuilder... checks) {
        int before = stats.responses().size();
        Ended ended = ended(outcome, checks);
        assertThat(ended.ok()).isFalse();
        assertThat(ended.session().isFailed()).isTrue();
        assertThat(stats.responses().subList(before, stats.responses().size()))
                .containsExactly(new Response("Enrich", "Invoke", 2_000, 2_500, "KO", reason));
        assertThat(stats.groupEnds()).last().isEqualTo(new GroupEnd("Enrich", 2_000, 500, "KO", 2_500));
    }

    private Ended ended(InvokeOutcome outcome, CheckBuilder... checks) {
        Checks<InvokeResponse> materialised =
                new Invoke("Enrich", CoreDsl.StringBody("{}"), false, List.of(checks)).materialised();
        Rows rows = new Rows(stats.engine(), 1_000, any -> true);
        Call call = new Call(rows, RowsTest.session(), "Enrich", InvokeFlow.INVOKE, 2_000_000);
        return new InvokeFlow(call, materialised).ended(outcome, 2_500_000);
    }

    private static InvokeOutcome answered(Optional<String> error, String payload, Optional<InvokeReport> report) {
        return new Answered(200, error, Optional.of("7"), payload.getBytes(UTF_8), report);
    }
}
