package local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import local.lambda.LambdaFunction;
import local.lambda.LambdaService;
import local.lambda.MappingSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS' command line against the stand-in. */
class AwsCliTest {

    @TempDir
    private Path folder;

    private final KinesisStreams streams =
            new KinesisStreams("eu-central-1", "000000000000", () -> 1_700_000_000_123_456L, true);

    @BeforeEach
    void needsAws() throws Exception {
        boolean onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "aws")));
        assumeTrue(onPath, "NOT TESTED with the aws command line: there is no aws on the PATH");
        assumeTrue(run(List.of("aws", "--version")).exit == 0, "NOT TESTED with the aws command line: it does not run");
    }

    @Test
    void createsPutsAndReadsBack() throws Exception {
        try (HttpServer server =
                HttpServer.start("kinesis", new KinesisService(streams, data -> new PutHook.Attempt() {}))) {
            URI uri = server.uri();
            aws(uri, "kinesis", "create-stream", "--stream-name", "s", "--shard-count", "1");
            Path data = Files.write(folder.resolve("data"), "häh".getBytes(UTF_8));
            JsonNode put = aws(
                    uri,
                    "kinesis",
                    "put-record",
                    "--stream-name",
                    "s",
                    "--partition-key",
                    "k",
                    "--data",
                    "fileb://" + data);
            String iterator = aws(
                            uri,
                            "kinesis",
                            "get-shard-iterator",
                            "--stream-name",
                            "s",
                            "--shard-id",
                            put.get("ShardId").asText(),
                            "--shard-iterator-type",
                            "TRIM_HORIZON")
                    .get("ShardIterator")
                    .asText();
            JsonNode record = aws(uri, "kinesis", "get-records", "--shard-iterator", iterator)
                    .at("/Records/0");
            assertThat(record.get("SequenceNumber")).isEqualTo(put.get("SequenceNumber"));
            assertThat(Base64.getDecoder().decode(record.get("Data").asText())).isEqualTo("häh".getBytes(UTF_8));
            assertThat(aws(uri, "kinesis", "describe-stream-summary", "--stream-name", "s")
                            .at("/StreamDescriptionSummary/OpenShardCount")
                            .asInt())
                    .isEqualTo(1);
            assertThat(run(uri, "kinesis", "put-record", "--stream-name", "no", "--partition-key", "k", "--data", "x")
                            .err)
                    .contains("ResourceNotFoundException");
        }
    }

    @Test
    void invokesAndDescribes() throws Exception {
        KinesisStream stream = streams.create("s", 1);
        LambdaFunction function =
                new LambdaFunction("f", 1, () -> (event, context) -> new StreamsEventResponse(List.of()));
        try (LambdaService service = new LambdaService(function, stream, MappingSettings.DEFAULT);
                HttpServer server = HttpServer.start("lambda", service)) {
            URI uri = server.uri();
            Path payload = Files.writeString(folder.resolve("event.json"), "{\"Records\":[]}");
            Path out = folder.resolve("out.json");
            JsonNode invoked = aws(
                    uri,
                    "lambda",
                    "invoke",
                    "--function-name",
                    "f",
                    "--log-type",
                    "Tail",
                    "--payload",
                    "fileb://" + payload,
                    out.toString());
            assertThat(invoked.get("StatusCode").asInt()).isEqualTo(200);
            assertThat(new String(
                            Base64.getDecoder().decode(invoked.get("LogResult").asText()), UTF_8))
                    .contains("REPORT RequestId");
            assertThat(out).hasContent("{\"batchItemFailures\":[]}");
            assertThat(aws(uri, "lambda", "get-function", "--function-name", "f")
                            .at("/Configuration/FunctionName")
                            .asText())
                    .isEqualTo("f");
            assertThat(aws(uri, "lambda", "list-event-source-mappings", "--event-source-arn", stream.arn())
                            .at("/EventSourceMappings/0/BatchSize")
                            .asInt())
                    .isEqualTo(100);
            String[] changes = {"--no-enabled", "--enabled"};
            String[] states = {"Disabled", "Enabled"};
            for (int i = 0; i < changes.length; i++) {
                aws(uri, "lambda", "update-event-source-mapping", "--uuid", LambdaService.MAPPING_ID, changes[i]);
                JsonNode mapping;
                do {
                    mapping = aws(uri, "lambda", "get-event-source-mapping", "--uuid", LambdaService.MAPPING_ID);
                } while (mapping.path("State").asText().endsWith("ing"));
                assertThat(mapping.path("State").asText()).isEqualTo(states[i]);
            }
        }
    }

    private record Ended(int exit, String out, String err) {}

    private JsonNode aws(URI endpoint, String... arguments) throws Exception {
        Ended ended = run(endpoint, arguments);
        assertThat(ended.exit).as(ended.err).isZero();
        return new JsonMapper().readTree(ended.out);
    }

    private Ended run(URI endpoint, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString(), "--output", "json"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("AWS_REGION", "eu-central-1");
        builder.environment().put("AWS_DEFAULT_REGION", "eu-central-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("aws ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
