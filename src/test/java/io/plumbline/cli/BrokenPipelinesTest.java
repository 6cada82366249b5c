package io.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.plumbline.dsl.LogRecord;
import io.plumbline.gatling.CanaryBody;
import io.plumbline.preflight.Check;
import io.plumbline.preflight.Check.Mark;
import io.plumbline.preflight.Doctor;
import io.plumbline.preflight.Guard;
import io.plumbline.preflight.Plan;
import io.plumbline.run.RunStart;
import io.plumbline.settings.Settings;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import local.LocalPipeline;
import local.LocalSettings;
import local.ReferenceTable;
import local.http.Bent;
import local.http.HttpRequest;
import local.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines with one thing wrong each: the doctor names the fault and what to do, by real clients over real sockets. */
class BrokenPipelinesTest {

    private static final long LONG_AGO_MILLIS = 1_700_000_000_000L;

    private static LocalPipeline sound;

    private final Map<String, String> settings =
            new HashMap<>(Map.of("plumbline.arrival.within", "20 s", "plumbline.bigquery.pollInterval", "100 ms"));
    private final List<AutoCloseable> open = new ArrayList<>();
    private Map<String, String> environment = new HashMap<>(sound.environment());

    @BeforeAll
    static void startOne() throws IOException {
        sound = pipeline();
    }

    @AfterAll
    static void closeIt() {
        sound.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void aSoundOneIsReady() throws IOException {
        List<Check> checks = examine();

        assertThat(checks).noneMatch(check -> check.mark() != Mark.OK);
        assertThat(checks)
                .extracting(Check::subject)
                .as("in the order of the page, which also has the guard")
                .containsSubsequence(subjectsOfThePage());
        assertFound(checks, Mark.OK, "canaries", "1 of 1 arrived");
        assertFound(checks, Mark.OK, "level", "C: ");
    }

    private static List<String> subjectsOfThePage() throws IOException {
        List<String> subjects = Pattern.compile("(?m)^\\| `([A-Za-z ]+)` \\|")
                .matcher(Files.readString(Path.of("docs/doctor.md")))
                .results()
                .map(row -> row.group(1))
                .filter(subject -> !subject.equals("guard"))
                .toList();
        assertThat(subjects).hasSize(12);
        return subjects;
    }

    @ParameterizedTest
    @ValueSource(strings = {"crt", "netty"})
    void aSoundOneIsReadyOverIpv6Too(String client) {
        settings.put("plumbline.kinesis.httpClient", client);
        for (String endpoint :
                List.of("AWS_ENDPOINT_URL_KINESIS", "AWS_ENDPOINT_URL_LAMBDA", "BIGQUERY_EMULATOR_HOST")) {
            Bent ipv6 = Bent.onIpv6(environment.get(endpoint));
            open.add(ipv6);
            environment.put(endpoint, ipv6.endpoint());
        }
        assertThat(environment.get("BIGQUERY_EMULATOR_HOST")).startsWith("http://[::1]:");

        List<Check> checks = examine();

        assertThat(checks).noneMatch(check -> check.mark() != Mark.OK);
        assertFound(checks, Mark.OK, "canaries", "1 of 1 arrived");
    }

    @Test
    void aDisabledMapping() {
        bend("AWS_ENDPOINT_URL_LAMBDA", Bent.replacing("\"Enabled\"", "\"Disabled\""));

        assertProblem("mapping", "the event source mapping of local-function is Disabled", "enable it");
        assertFound(examine(), Mark.NOT_CHECKED, "canaries", "none are sent before the rest is in order");
    }

    @Test
    void anotherTableThanTheFunctionWritesInto() throws IOException {
        settings.put("plumbline.arrival.within", "2 s");
        ReferenceTable.createAnother(
                URI.create("http://" + environment.get("BIGQUERY_EMULATOR_HOST")),
                environment.get("GCP_PROJECT_ID"),
                environment.get("BQ_DATASET"),
                "others",
                "STRING");
        environment.put("BQ_TABLE", "others");

        assertProblem(
                "canaries",
                "1 of 1 were taken by Kinesis and not found in the table within 2 s",
                "writes into this table and not another");
    }

    @Test
    void aMissingColumn() {
        settings.put("plumbline.columns.lambdaDone", "finished_at");

        assertProblem("table", "has no column `finished_at`", "correct plumbline.columns.lambdaDone");
    }

    @Test
    void aTextInThePlaceOfATimestamp() {
        settings.put("plumbline.columns.lambdaDone", "key");

        assertProblem("table", "column `key` of table", "correct plumbline.columns.lambdaDone");
        assertFound(examine(), Mark.PROBLEM, "table", "is STRING, not TIMESTAMP");
    }

    @Test
    void oneShardForFiveThousandRecordsASecond() {
        settings.put("plumbline.load.rate", "5000");

        assertProblem(
                "shards",
                "1 shard for 5,000 records/s of 500 bytes: 500 % of the limit of 1,000 records/s a shard",
                "give the stream 7 shards");
    }

    @Test
    void noPermission() {
        bend(
                "BIGQUERY_EMULATOR_HOST",
                (request, answer) -> google(
                        403, "accessDenied", "Access Denied: Table p:d.t: Permission bigquery.tables.get denied"));

        assertProblem("table", "Permission bigquery.tables.get denied", "infra/policies/gcp-arrivals.json");
    }

    @Test
    void noPermissionForTheStream() {
        bend(
                "AWS_ENDPOINT_URL_KINESIS",
                (request, answer) -> new HttpResponse(
                        400,
                        Map.of(
                                "Content-Type",
                                "application/x-amz-json-1.1",
                                "x-amzn-ErrorType",
                                "AccessDeniedException"),
                        "{\"__type\":\"AccessDeniedException\"}".getBytes(UTF_8)));

        assertProblem("stream", "give the credentials this permission", "aws-load.json");
    }

    @Test
    void aTableThatWasJustMade() {
        long now = System.currentTimeMillis();
        bend("BIGQUERY_EMULATOR_HOST", Bent.replacing("\"type\":\"TABLE\"", created(now)));

        assertFound(
                examine(), Mark.WARNING, "table", "s ago: if it had that name before, rows streamed into it can be");
    }

    @Test
    void aTableOfLongAgoIsNotRemarkedOn() {
        bend("BIGQUERY_EMULATOR_HOST", Bent.replacing("\"type\":\"TABLE\"", created(LONG_AGO_MILLIS)));

        assertThat(examine()).noneMatch(check -> check.mark() == Mark.WARNING);
    }

    private static String created(long millis) {
        return "\"type\":\"TABLE\",\"creationTime\":\"" + millis + "\"";
    }

    @Test
    void aFunctionThatDoesNotWriteTheId() throws IOException {
        settings.putAll(Map.of(
                "plumbline.arrival.within", "3 s",
                "plumbline.trace.column", "correlation_id",
                "plumbline.columns.sequenceNumber", "sequence",
                "plumbline.columns.lambdaReceived", "received_ms"));
        List.of("runId", "key", "kinesisArrival", "lambdaDone", "inserted", "digest", "data")
                .forEach(column -> settings.put("plumbline.columns." + column, ""));
        use(pipeline("local.shape", "correlation"));

        assertProblem(
                "canaries",
                "the table has their sequence numbers in rows without their id",
                "have the function copy the record's trace id into correlation_id");
    }

    @Test
    void aWrongLocation() {
        settings.put("plumbline.bigquery.location", "EU");

        assertProblem("location", "is in US, plumbline.bigquery.location is EU", "set it to US");
    }

    @Test
    void aTebibyteThatIsNotClustered() {
        bend("BIGQUERY_EMULATOR_HOST", (request, answer) -> {
            String body = new String(answer.body(), UTF_8)
                    .replaceFirst("\"clustering\":\\{[^}]*},", "")
                    .replaceFirst("(\"totalBytesProcessed\":\")\\d+", "$1" + (1L << 40));
            return new HttpResponse(answer.status(), answer.headers(), body.getBytes(UTF_8));
        });

        assertProblem(
                "cost",
                "a look for arrivals bills 1.0 TiB, 1,200 of them 1.2 PiB, $7,500.00",
                "cluster the table by the column of the run's id");

        settings.put("plumbline.bigquery.maximumBytesPerQuery", "2 TiB");
        assertProblem(
                "cost", "plumbline.bigquery.maximumBytesPerRun is 1.0 TiB", "raise plumbline.bigquery.pollInterval");

        settings.put("plumbline.bigquery.maximumBytesPerRun", "1024 TiB");
        settings.put("plumbline.bigquery.pollInterval", "10 s");
        assertFound(examine(), Mark.OK, "cost", "$75.00 at $6.25 a TiB");
    }

    @Test
    void aStaleToken() {
        bend(
                "BIGQUERY_EMULATOR_HOST",
                (request, answer) -> google(
                        401,
                        "authError",
                        "Request had invalid authentication credentials. Expected OAuth 2 access token"));

        assertProblem("table", "invalid authentication credentials", "log in anew");
    }

    @Test
    void aStreamThatThrottles() throws IOException {
        use(pipeline("local.faults.throttle.probability", "1"));

        assertProblem(
                "canaries",
                "1 of 1 were not taken: ProvisionedThroughputExceededException",
                "somebody else uses the stream up");
    }

    @Test
    void whereTheGuardRefusesNothingIsSent() {
        Guard.Decision refusal = new Guard.Decision(
                List.of("plumbline.guard.accounts: stream s is in AWS account 123456789012"), List.of());

        List<Check> checks = examine(refusal);

        assertFound(checks, Mark.PROBLEM, "guard", "123456789012");
        assertFound(checks, Mark.NOT_CHECKED, "canaries", "none are sent");
    }

    private void assertProblem(String subject, String found, String remedy) {
        List<Check> checks = examine();
        assertThat(checks)
                .as("%s: %s → %s", subject, found, remedy)
                .anyMatch(check -> check.mark() == Mark.PROBLEM
                        && check.subject().equals(subject)
                        && check.found().contains(found)
                        && check.remedy() != null
                        && check.remedy().contains(remedy));
        assertThat(checks.stream().filter(Check::isProblem).map(Check::subject).distinct())
                .as("one thing is wrong")
                .containsExactly(subject);
    }

    private static void assertFound(List<Check> checks, Mark mark, String subject, String found) {
        assertThat(checks)
                .anyMatch(check -> check.mark() == mark
                        && check.subject().equals(subject)
                        && check.found().contains(found));
    }

    private List<Check> examine() {
        return examine(new Guard.Decision(List.of(), List.of()));
    }

    private List<Check> examine(Guard.Decision guard) {
        SettingsLoader loader = new SettingsLoader(
                new Sources(
                        settings,
                        environment,
                        ConfigFactory::empty,
                        () -> ConfigFactory.parseResources("reference.conf")),
                Clock.systemUTC());
        Settings read = loader.settings(List.of());
        TraceIds ids = RunStart.newIds(read, "doctor");
        return new Doctor(read, Plan.of(loader.load(""), read), ids, MicroClock.startingNow())
                .examine(() -> guard, Optional.of(() -> new CanaryBody(Path.of(LogRecord.TEMPLATE), ids)::of));
    }

    private static LocalPipeline pipeline(String... local) throws IOException {
        Properties properties = new Properties();
        for (int i = 0; i < local.length; i += 2) {
            properties.setProperty(local[i], local[i + 1]);
        }
        return new LocalPipeline(LocalSettings.of(properties));
    }

    private void use(LocalPipeline other) {
        open.add(other);
        environment = new HashMap<>(other.environment());
    }

    private void bend(String endpoint, BiFunction<HttpRequest, HttpResponse, HttpResponse> bend) {
        Bent bent = Bent.answers(environment.get(endpoint), bend);
        open.add(bent);
        environment.put(endpoint, bent.endpoint());
    }

    private static HttpResponse google(int status, String reason, String message) {
        return HttpResponse.json(
                status,
                """
                {"error": {"code": %d, "message": "%s", "errors": [{"reason": "%s", "message": "%s"}]}}"""
                        .formatted(status, message, reason, message)
                        .getBytes(UTF_8));
    }
}
