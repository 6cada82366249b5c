package io.plumbline.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.acceptance.Program.Ended;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import local.ChildStandIn;
import local.http.Bent;
import local.http.HttpRequest;
import local.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import simulations.SmokeSimulation;

/**
 * Secrets are planted in the environment, in the settings, and in what the services answer. However a run ends, no line of
 * its console and none of its files has one of them.
 */
@Execution(ExecutionMode.CONCURRENT)
class PlantedSecretsTest {

    private static final String KEY_ID = "AKIAPLANTEDPLANTED01";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiPLANTEDSECRET";
    private static final String SESSION_TOKEN = "AQoDPLANTED/session+token//ofNoKnownShape==";
    private static final String ACCESS_TOKEN = "ya29.a0AfPLANTED-access_token";
    private static final String PRIVATE_KEY =
            "-----BEGIN PRIVATE KEY-----\nMIIEPLANTEDvQIBADANBg\nkqhkiG9w0\n-----END PRIVATE KEY-----\n";
    private static final String WEB_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJQTEFOVEVEIjoxfQ.c2lnUExBTlRFRA";
    private static final String ACCOUNT = "123456789012";

    /** What must be nowhere; of the private key each line. */
    private static final List<String> PLANTED = List.of(
            KEY_ID,
            SECRET_KEY,
            SESSION_TOKEN,
            ACCESS_TOKEN,
            "BEGIN PRIVATE KEY",
            "MIIEPLANTEDvQIBADANBg",
            "kqhkiG9w0",
            WEB_TOKEN,
            ACCOUNT);

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", KEY_ID,
            "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
            "AWS_SESSION_TOKEN", SESSION_TOKEN);

    private static final String SETTINGS =
            """
            plumbline.lambda.function = "arn:aws:lambda:eu-central-1:%s:function:enrich"
            plumbline.bigquery.accessToken = "%s"
            """
                    .formatted(ACCOUNT, ACCESS_TOKEN);

    /** What a service says that has seen them all. */
    private static final String QUOTED = "User: arn:aws:sts::%s:assumed-role/load with %s, %s, x-amz-security-token:%s,"
                    .formatted(ACCOUNT, KEY_ID, SECRET_KEY, SESSION_TOKEN)
            + " %s, %s and %s of account %s is not authorized".formatted(ACCESS_TOKEN, WEB_TOKEN, PRIVATE_KEY, ACCOUNT);

    @TempDir
    static Path elsewhere;

    private static StandIn.Running standIn;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        standIn = new ChildStandIn(Map.of()).start(elsewhere.resolve("truth.json"));
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    /**
     * One way for a run to go.
     *
     * @param program in the folder that it is given, which is looked through
     * @param kinesis what is answered in its stead
     * @param said what the console says of it
     */
    private record Way(
            String title,
            Function<Path, Program> program,
            Function<HttpRequest, Optional<HttpResponse>> kinesis,
            Function<HttpRequest, Optional<HttpResponse>> bigquery,
            boolean isGood,
            List<String> said) {

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Way> ways() {
        AtomicBoolean begun = new AtomicBoolean();
        return Stream.of(
                new Way(
                        "a good run",
                        PlantedSecretsTest::simulation,
                        request -> Optional.empty(),
                        request -> Optional.empty(),
                        true,
                        List.of("PASS: ")),
                new Way(
                        "puts are refused, and queries from then on",
                        PlantedSecretsTest::simulation,
                        request -> {
                            Optional<HttpResponse> refused = refused(request, "PutRecord");
                            refused.ifPresent(put -> begun.set(true));
                            return refused;
                        },
                        request -> begun.get() && request.path().endsWith("/queries")
                                ? Optional.of(forbidden())
                                : Optional.empty(),
                        false,
                        List.of(
                                "INVALID: ",
                                "AccessDeniedException: User: arn:aws:sts::…9012:assumed-role/load",
                                "(secret)")),
                new Way(
                        "the doctor is refused",
                        folder -> Program.doctor(folder),
                        request -> refused(request, "DescribeStreamSummary"),
                        request -> Optional.of(forbidden()),
                        false,
                        List.of("User: arn:aws:sts::…9012:assumed-role/load with (secret)", "403 User: ")),
                new Way(
                        "it does not start",
                        PlantedSecretsTest::simulation,
                        request -> refused(request, "DescribeStreamSummary"),
                        request -> Optional.of(forbidden()),
                        false,
                        List.of(
                                "Plumbline did not start, nothing was sent:",
                                "stream local-stream: User: arn:aws:sts::…9012:assumed-role/load with (secret)",
                                "403 User: arn:aws:sts::…9012:assumed-role/load with (secret)")),
                new Way(
                        "the doctor finds nothing",
                        folder -> Program.doctor(folder),
                        request -> Optional.empty(),
                        request -> Optional.empty(),
                        true,
                        List.of("ready", "1 of 1 arrived")));
    }

    private static Program simulation(Path folder) {
        return Program.gatling(
                folder,
                SmokeSimulation.class,
                Map.of("plumbline.load.duration", "1 s", "plumbline.results.records", "all"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noneIsLeftBehind(Way way) throws IOException {
        Map<String, String> environment = new HashMap<>(standIn.environment());
        environment.putAll(ENVIRONMENT);
        try (Bent kinesis = Bent.requests(environment.get("AWS_ENDPOINT_URL_KINESIS"), way.kinesis());
                Bent bigquery = Bent.requests(environment.get("BIGQUERY_EMULATOR_HOST"), way.bigquery())) {
            environment.put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint());
            environment.put("BIGQUERY_EMULATOR_HOST", bigquery.endpoint());
            environment.remove("LAMBDA_FUNCTION_NAME");
            Path settings = Files.writeString(elsewhere.resolve("application.conf"), SETTINGS);
            Ended ended = way.program()
                    .apply(folder)
                    .set("config.file", settings.toString())
                    .environment(environment)
                    .run();

            assertThat(ended.exitCode() == 0).as(ended.console()).isEqualTo(way.isGood());
            assertThat(ended.console()).contains(way.said());
        }
        assertThat(secretsIn(folder)).isEmpty();
    }

    /** Files with what was found in them; the console is one of them. */
    private static List<String> secretsIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            return files.stream()
                    .flatMap(file -> PLANTED.stream()
                            .filter(content(file)::contains)
                            .map(secret -> file.getFileName() + " has " + secret))
                    .toList();
        }
    }

    /** Byte by byte: Gatling's log is no text. */
    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<HttpResponse> refused(HttpRequest request, String operation) {
        return request.header("X-Amz-Target").endsWith("." + operation)
                ? Optional.of(HttpResponse.of(400, "application/x-amz-cbor-1.1", cbor()))
                : Optional.empty();
    }

    private static byte[] cbor() {
        try {
            return new CBORMapper().writeValueAsBytes(Map.of("__type", "AccessDeniedException", "message", QUOTED));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse forbidden() {
        Map<String, Object> error = Map.of("reason", "accessDenied", "message", QUOTED);
        try {
            return HttpResponse.json(
                    403,
                    new JsonMapper()
                            .writeValueAsBytes(
                                    Map.of("error", Map.of("code", 403, "message", QUOTED, "errors", List.of(error)))));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
