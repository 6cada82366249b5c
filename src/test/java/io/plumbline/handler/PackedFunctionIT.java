package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.net.RecordingProxy;
import io.plumbline.net.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import local.bigquery.Conduct.Insert;
import local.bigquery.GoogleError;
import local.http.HttpServer;
import local.lambda.Invocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed function in a JVM as Lambda's, between the stand-in's Kinesis and its BigQuery. */
@Tag("lambda")
@Timeout(120)
class PackedFunctionIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration FIRST_BATCH = Duration.ofSeconds(5);
    private static final Duration MORE_THAN_A_MINUTE = Duration.ofSeconds(61);

    /** Given up after three attempts, the last of which stored its rows. */
    private static final List<Insert> OUTAGE = List.of(
            Insert.AT_ONCE.failing(GoogleError.unavailable(), false),
            Insert.AT_ONCE.failing(GoogleError.unavailable(), false),
            Insert.AT_ONCE.failing(GoogleError.unavailable(), true));

    @TempDir
    Path folder;

    private final List<Invocation> invocations = new ArrayList<>();
    private PipelineAround pipeline;
    private PackedFunction function;

    @AfterEach
    void close() throws InterruptedException {
        if (function != null) {
            function.close();
        }
        pipeline.close();
    }

    /** The best of three starts: what else this machine does can only make them slower. */
    @Test
    void theFirstBatchIsWrittenWithinSecondsOfTheColdStart() throws Exception {
        around(100);
        Duration best = coldStart();
        for (int more = 0; more < 2 && best.compareTo(FIRST_BATCH) >= 0; more++) {
            function.close();
            Duration next = coldStart();
            best = next.compareTo(best) < 0 ? next : best;
        }
        assertThat(best).isLessThan(FIRST_BATCH);
    }

    private Duration coldStart() throws IOException {
        int before = pipeline.rows().size();
        put(100);
        start(pipeline.environment());

        pipeline.poll();

        Duration took = function.age();
        System.out.printf(
                "first batch of 100 written %d ms after the start of the JVM, by %d ms of CPU%n",
                took.toMillis(), function.cpu().toMillis());
        assertThat(invocations).as(function.log()).noneMatch(Invocation::failed);
        assertThat(function.log()).isEmpty();
        List<JsonNode> rows = pipeline.rows().subList(before, pipeline.rows().size());
        assertThat(rows).hasSize(100);
        JsonNode row = rows.get(41);
        assertThat(row.path("trace_id").asText()).isEqualTo("trace-41");
        assertThat(row.path("run_id").asText()).isEqualTo("run");
        assertThat(JSON.readTree(row.path("data").asText()).path("message").asText())
                .isEqualTo("hällo");
        assertThat(row.path("lambda_done").asText())
                .isGreaterThanOrEqualTo(row.path("lambda_received").asText());
        return took;
    }

    @Test
    void whatARequestThatFailsKeepsBackIsDeliveredAgainAndNothingElse() throws IOException {
        around(1_200);
        put(1_200);
        start(pipeline.environment());
        pipeline.next(Insert.AT_ONCE);
        OUTAGE.forEach(pipeline::next);

        pipeline.poll();

        // The first request's 500 stay; the second's are there, but nobody was told; the third was not sent.
        assertThat(pipeline.rows()).hasSize(1_000);
        assertThat(failedItems(0)).containsExactly(pipeline.sequenceNumbers().get(500));
        pipeline.later(MORE_THAN_A_MINUTE);
        pipeline.pollUntilStored(1_200);

        Map<String, List<JsonNode>> copies = copies();
        assertThat(copies.values().stream().filter(rows -> rows.size() == 2)).hasSize(500);
        assertThat(copies.values()).allSatisfy(rows -> assertThat(rows).hasSizeBetween(1, 2));
        assertThat(copies.values()).allSatisfy(rows -> assertThat(traces(rows)).hasSize(1));
        assertThat(pipeline.rows().stream()
                        .map(row -> row.path("trace_id").asText())
                        .distinct())
                .hasSize(1_200);
    }

    @Test
    void aRedeliveryWithinAMinuteMakesNoSecondRow() throws IOException {
        around(600);
        put(600);
        start(pipeline.environment());
        pipeline.next(Insert.AT_ONCE);
        OUTAGE.forEach(pipeline::next);

        pipeline.poll();
        pipeline.pollUntilStored(600);

        assertThat(pipeline.rows()).hasSize(600);
    }

    @Test
    void whatBigQueryRefusesForGoodIsKeptRaw() throws IOException {
        around(10);
        put(10);
        pipeline.put("not json");
        start(pipeline.environment());
        pipeline.next(Insert.AT_ONCE.refusing(Set.of(3)));

        pipeline.pollUntilStored(11);

        assertThat(pipeline.rows().stream().filter(row -> row.path("trace_id").isMissingNode()))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("data").asText()).contains("\"base64\""));
        assertThat(invocations.get(0).failed()).isFalse();
        assertThat(failedItems(0)).isEmpty();
        assertThat(function.log()).contains("kept as raw bytes: refused by BigQuery", "kept as raw bytes: not JSON");
    }

    @Test
    void itAnswersBeforeLambdaEndsItAndIsThereForTheNext() throws IOException {
        around(10);
        put(10);
        start(pipeline.environment());
        pipeline.pollUntilStored(10);
        put(10);
        Duration timeout = Duration.ofSeconds(8);
        function.timeout(timeout);
        pipeline.next(Insert.taking(Duration.ofSeconds(60), Duration.ZERO));

        pipeline.poll();

        assertThat(message(1)).contains("not answered in the time that was left");
        assertThat(invocations.get(1).duration()).isLessThan(timeout);
        pipeline.pollUntilStored(20);
    }

    @Test
    void aTableThatIsMissingFailsTheBatchAndSaysSo() throws IOException {
        around(10);
        put(10);
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("BQ_TABLE", "another");
        start(environment);

        pipeline.poll();

        assertThat(message(0)).contains("Not found", "another");
        assertThat(pipeline.rows()).isEmpty();
    }

    /** Ways out of Google's client that good answers do not take. */
    @Test
    void whatGoogleRefusesIsToldByItsOwnWords() throws IOException {
        around(10);
        put(10);
        start(pipeline.environment());
        pipeline.next(Insert.AT_ONCE.failing(GoogleError.quotaExceeded(), false));
        pipeline.next(Insert.AT_ONCE.failing(new GoogleError(413, "", "Request Entity Too Large"), false));

        pipeline.poll();
        assertThat(message(0)).contains("BigQueryException", "exceeded quota");
        pipeline.pollUntilStored(10);
    }

    @Test
    void anAddressWhereNobodyListensIsTriedThreeTimes() throws IOException {
        around(10);
        put(10);
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("BIGQUERY_EMULATOR_HOST", "127.0.0.1:1");
        start(environment);

        pipeline.poll();

        assertThat(message(0)).contains("BigQueryException", "Connection refused");
        assertThat(function.log()).contains("insertAll attempt 1 failed", "insertAll attempt 2 failed");
    }

    @Test
    void itLogsInByItsRoleOfAwsAndByNoKey() throws Exception {
        around(10);
        put(10);
        FakeGoogle google = new FakeGoogle(pipeline.service());
        SelfSigned certificate = SelfSigned.in(folder, FakeGoogle.NAMES);
        try (HttpServer https = HttpServer.start("google", google, certificate.server());
                RecordingProxy proxy = new RecordingProxy(https.port())) {
            function = PackedFunction.start(
                    folder,
                    inLambda(Map.of(FunctionLogin.IDENTITY, FakeGoogle.externalAccount())),
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=" + proxy.port(),
                    "-Dhttp.proxyHost=127.0.0.1",
                    "-Dhttp.proxyPort=" + proxy.port(),
                    "-Djavax.net.ssl.trustStore=" + certificate.trustStore());

            pipeline.poll();

            System.out.printf(
                    "first batch of 10 written, login included, %d ms after the start of the JVM, by %d ms of CPU%n",
                    function.age().toMillis(), function.cpu().toMillis());
            assertThat(invocations.get(0).failed())
                    .as(new String(invocations.get(0).payload(), UTF_8) + function.log())
                    .isFalse();
            assertThat(pipeline.rows()).hasSize(10);
            assertThat(google.identities()).singleElement().asString().contains("Credential=ASIAOFTHEFUNCTION/");
            assertThat(google.authorizations()).containsExactly("Bearer ya29.impersonated");
            assertThat(proxy.asked).allMatch(line -> line.contains("googleapis.com:443"));
        }
    }

    @Test
    void aKeyEndsItBeforeItTakesAnything() throws Exception {
        around(1);
        function = PackedFunction.start(
                folder,
                inLambda(Map.of(
                        FunctionLogin.IDENTITY, "{\"type\": \"service_account\", \"private_key\": \"top secret\"}")));

        assertThat(function.end()).isNotZero();
        assertThat(function.log())
                .contains("GCP_WORKLOAD_IDENTITY holds a private key")
                .doesNotContain("top secret");
    }

    private void around(int batchSize) throws IOException {
        pipeline = new PipelineAround(
                event -> {
                    Invocation done = function.invoke(event);
                    invocations.add(done);
                    return done;
                },
                batchSize);
    }

    private void start(Map<String, String> environment) throws IOException {
        function = PackedFunction.start(folder, environment);
    }

    /** What Lambda sets itself, and a table. */
    private static Map<String, String> inLambda(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(PipelineAround.table());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "packed");
        environment.put("AWS_REGION", "eu-central-1");
        environment.put("AWS_ACCESS_KEY_ID", "ASIAOFTHEFUNCTION");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret-of-the-function");
        environment.put("AWS_SESSION_TOKEN", "session-of-the-function");
        environment.putAll(more);
        return environment;
    }

    private void put(int records) {
        IntStream.range(0, records)
                .forEach(i -> pipeline.put(
                        """
                        {"traceId": "trace-%d", "data": {"message": "hällo"}, "load_test": {"test_run_id": "run", "key": "k"}}"""
                                .formatted(i)));
    }

    private Map<String, List<JsonNode>> copies() {
        return pipeline.rows().stream().collect(Collectors.groupingBy(row -> row.path("kinesis_sequence_number")
                .asText()));
    }

    private static Set<String> traces(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("trace_id").asText()).collect(Collectors.toSet());
    }

    private List<String> failedItems(int invocation) throws IOException {
        return JSON.readTree(invocations.get(invocation).payload())
                .path("batchItemFailures")
                .findValuesAsText("itemIdentifier");
    }

    private String message(int invocation) {
        assertThat(invocations.get(invocation).failed()).isTrue();
        return new String(invocations.get(invocation).payload(), UTF_8);
    }
}
