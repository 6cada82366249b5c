package io.plumbline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Need;
import io.plumbline.trace.MicroClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpHandler;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to a service is cut while a run goes on: the run is INVALID and calls nothing lost. Over real sockets. */
@Timeout(120)
class MidRunFailuresTest {

    private static final int RECORDS = 5;

    /** From the put to its answer; the settings' own time-out for it is half of that. */
    private static final int SECONDS_TO_TELL = 10;

    @TempDir
    Path results;

    private final MicroClock clock = MicroClock.startingNow();
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock::nowMicros, true);
    private final BigQueryService bigquery = new BigQueryService(256, 1, clock::nowMicros, (table, rows, at) -> {});
    private final HttpHandler kinesis = new KinesisService(streams, data -> new PutHook.Attempt() {});
    private volatile HttpHandler kinesisNow = kinesis;
    private volatile HttpHandler bigqueryNow = bigquery;
    private final HttpServer kinesisServer = HttpServer.start("kinesis", request -> kinesisNow.handle(request));
    private final HttpServer bigqueryServer = HttpServer.start("bigquery", request -> bigqueryNow.handle(request));
    private final BlockingQueue<PutAnswer> answers = new LinkedBlockingQueue<>();

    @BeforeEach
    void createPipeline() throws IOException {
        streams.create("events", 1);
        ReferenceTable.create(bigqueryServer.uri(), "p", "d", "events");
    }

    @AfterEach
    void close() {
        kinesisServer.close();
        bigqueryServer.close();
        bigquery.close();
    }

    /** What becomes of a service, and what the run's reasons say of it. */
    enum Cut {
        LOGIN_EXPIRED("ExpiredTokenException: The security token included in the request is expired; renew", "login"),
        PORTAL("redirected: 302 to http://10.0.0.1; a proxy or a network's login page", "redirected: 302"),
        WEB_PAGE("not the service: an answer that cannot be read", "not the service"),
        PORT_CLOSED("connection refused: nothing listens there", "connection refused");

        private final String ofKinesis;
        private final String ofBigQuery;

        Cut(String ofKinesis, String ofBigQuery) {
            this.ofKinesis = ofKinesis;
            this.ofBigQuery = ofBigQuery;
        }

        HttpHandler handler(HttpResponse expired) {
            HttpResponse answer = this == LOGIN_EXPIRED ? expired : page();
            return request -> CompletableFuture.completedFuture(answer);
        }

        private HttpResponse page() {
            return new HttpResponse(
                    this == PORTAL ? 302 : 200,
                    Map.of("Content-Type", "text/html", "Location", "http://10.0.0.1/login?session=4711"),
                    "<html>Please log in</html>".getBytes(UTF_8));
        }
    }

    static Stream<Arguments> kinesisIsCutOff() {
        return Stream.of(Cut.values()).flatMap(cut -> Stream.of("crt", "netty").map(http -> arguments(cut, http)));
    }

    @ParameterizedTest
    @MethodSource
    void kinesisIsCutOff(Cut cut, String http) throws Exception {
        Run run = start("plumbline.kinesis.httpClient", http);
        putAll(run, Expectation.NOTHING_SAID);
        if (cut == Cut.PORT_CLOSED) {
            kinesisServer.close();
        } else {
            kinesisNow = cut.handler(expiredToken());
        }
        putAll(run, Expectation.arrival(1));

        RunRecord record = run.finish();

        assertInvalid(record);
        assertThat(record.reasons()).anySatisfy(reason -> assertThat(reason)
                .startsWith("puts did not get to Kinesis: ")
                .contains(cut.ofKinesis));
        // One that was on a connection as it was cut may have been taken.
        assertThat(record.counts().rejected() + record.counts().ambiguous()).isEqualTo(RECORDS);
    }

    @ParameterizedTest
    @EnumSource
    void bigQueryIsCutOff(Cut cut) throws Exception {
        Run run = start("plumbline.kinesis.httpClient", "crt");
        putAll(run, Expectation.arrival(1));
        if (cut == Cut.PORT_CLOSED) {
            bigqueryServer.close();
        } else {
            bigqueryNow = cut.handler(HttpResponse.json(
                    401, "{\"error\": {\"code\": 401, \"message\": \"Invalid Credentials\"}}".getBytes(UTF_8)));
        }

        RunRecord record = run.finish();

        assertInvalid(record);
        assertThat(record.counts().unresolved()).isEqualTo(RECORDS);
        assertThat(record.reasons()).anySatisfy(reason -> assertThat(reason)
                .startsWith("the table could not be audited: BigQuery query failed: ")
                .contains(cut.ofBigQuery));
    }

    /** Somebody's texts: markup, a terminal's commands, a turned direction of writing, and far too long. */
    private static final String HOSTILE =
            "\u001b[2J</td><script>alert('x')</script>&\"\u202e\u0000" + "x".repeat(200_000);

    @Test
    void whatServicesSayIsTextEverywhereAndShort() throws Exception {
        Path samples = results.resolve("samples.json");
        Run run = start("plumbline.kinesis.httpClient", "crt", "plumbline.results.samples", samples.toString());
        byte[] refused = new CBORMapper().writeValueAsBytes(Map.of("__type", HOSTILE, "message", HOSTILE));
        kinesisNow = request ->
                CompletableFuture.completedFuture(HttpResponse.of(400, "application/x-amz-cbor-1.1", refused));
        byte[] failed = new JsonMapper()
                .writeValueAsBytes(Map.of("error", Map.of("code", 400, "message", HOSTILE, "status", HOSTILE)));
        bigqueryNow = request -> CompletableFuture.completedFuture(HttpResponse.json(400, failed));
        putAll(run, Expectation.arrival(1));

        RunRecord record = run.finish();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        run.print(new PrintStream(console, true, UTF_8));

        assertThat(record.counts().rejected()).isEqualTo(RECORDS);
        assertThat(record.reasons()).isNotEmpty();
        assertHarmless("console", console.toString(UTF_8), 20_000);
        try (Stream<Path> all = Files.walk(results)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertHarmless(file.toString(), text(file), 400_000);
            }
        }
        Path folder = results.resolve("test");
        assertThat(folder.resolve("report/index.html")).content().doesNotContain("<script");
        assertThat(folder.resolve("report.html")).content().doesNotContain("<script");
        assertThat(new JsonMapper()
                        .readTree(folder.resolve("run.json").toFile())
                        .path("reasons"))
                .isNotEmpty();
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("junit.xml").toFile())
                        .getElementsByTagName("error")
                        .getLength())
                .isEqualTo(1);
    }

    private static void assertHarmless(String what, String text, int most) {
        assertThat(text.chars().filter(c -> c != '\n' && c != '\r').anyMatch(Character::isISOControl))
                .as("control characters in " + what)
                .isFalse();
        assertThat(text.length()).as("length of " + what).isLessThan(most);
    }

    private static String text(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readString(file);
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertInvalid(RunRecord record) {
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.counts().addUp()).isTrue();
        assertThat(record.counts().onTime()).isZero();
        assertThat(record.counts().lost()).isZero();
        assertThat(record.reasons())
                .allSatisfy(reason -> assertThat(reason).doesNotContain("\n").doesNotContain("4711"));
    }

    private Run start(String... more) {
        TestSettings settings = TestSettings.forPipeline(kinesisServer.uri(), bigqueryServer.uri())
                .with("plumbline.results.dir", results.toString())
                .with("plumbline.bigquery.pollInterval", "50 ms")
                .with("plumbline.arrival.within", "100 ms")
                .with("plumbline.arrival.drain", "0 s")
                .with("plumbline.arrival.controls", "none")
                .inEnvironment("GCP_ACCESS_TOKEN", "one-that-expires");
        for (int i = 0; i < more.length; i += 2) {
            settings.with(more[i], more[i + 1]);
        }
        return RunStart.start(
                settings.loader(),
                Set.of(Need.PUT, Need.ARRIVAL),
                "MidRunFailuresTest",
                1_000,
                Schedule.notKnown("nobody planned"));
    }

    private void putAll(Run run, Expectation expected) throws InterruptedException {
        for (Attempt attempt : run.attempts(RECORDS, 1, expected)) {
            run.put(
                    List.of(new Draft(attempt, "{}".getBytes(UTF_8), Encoding.PLAIN, attempt.key(), null, null)),
                    new PutOptions(false, 0, null),
                    new Listener());
            assertThat(answers.poll(SECONDS_TO_TELL, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private static HttpResponse expiredToken() throws JsonProcessingException {
        Map<String, String> error = Map.of(
                "__type", "ExpiredTokenException", "message", "The security token included in the request is expired");
        return HttpResponse.of(400, "application/x-amz-cbor-1.1", new CBORMapper().writeValueAsBytes(error));
    }

    private final class Listener implements PutListener {

        @Override
        public void answered(PutAnswer answer) {
            answers.add(answer);
        }

        @Override
        public void arrived(Sent sent, Arrival arrival) {}

        @Override
        public void missed(Sent sent, long atMicros) {}
    }
}
