package io.plumbline.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.InsertAllRequest.RowToInsert;
import io.plumbline.handler.PipelineHandler;
import io.plumbline.handler.RowProcessor;
import io.plumbline.trace.MicroClock;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import local.lambda.LambdaFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions that users copy do what the page says, each run in its own language. */
class InstrumentingTest {

    private static final Path EXAMPLES = Path.of("examples/lambda");
    private static final Paper PAGE = Paper.of("docs/instrumenting.md");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int UNREADABLE = 2;
    private static final List<String> STAMPS = List.of("kinesis_arrival", "lambda_received", "lambda_done");

    @TempDir
    static Path folder;

    @BeforeAll
    static void compileTheJava() throws IOException {
        assertThat(Snippets.errors(Paper.read(EXAMPLES.resolve("java/EchoHandler.java")), folder))
                .isEmpty();
    }

    /** What a function made of an event. */
    private record Ran(List<JsonNode> rows, List<String> insertIds, JsonNode response) {}

    private enum Language {
        JAVA,
        PYTHON,
        NODE;

        Ran run(JsonNode event, List<Integer> failing) throws Exception {
            return switch (this) {
                case JAVA -> java(event, failing);
                case PYTHON ->
                    program(
                            event,
                            failing,
                            "python3",
                            "-c",
                            """
                            import json, sys
                            from handler import handle
                            asked, seen = json.load(sys.stdin), {"rows": [], "ids": []}
                            def write(rows, ids):
                                seen.update(rows=rows, ids=ids)
                                return asked["failing"]
                            seen["response"] = handle(asked["event"], write)
                            json.dump(seen, sys.stdout)
                            """);
                case NODE ->
                    program(
                            event,
                            failing,
                            "node",
                            "--input-type=module",
                            "-e",
                            """
                            import { readFileSync } from 'node:fs';
                            import { pathToFileURL } from 'node:url';
                            const { handle } = await import(pathToFileURL('index.mjs'));
                            const asked = JSON.parse(readFileSync(0)), seen = { rows: [], ids: [] };
                            seen.response = await handle(asked.event, async (rows, ids) => {
                              Object.assign(seen, { rows, ids });
                              return asked.failing;
                            });
                            process.stdout.write(JSON.stringify(seen));
                            """);
            };
        }

        private Ran program(JsonNode event, List<Integer> failing, String... command)
                throws IOException, InterruptedException {
            assumeThat(onPath(command[0]))
                    .as("%s is not on this machine: its example was not run", command[0])
                    .isTrue();
            Path errors = folder.resolve(this + "-errors.txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(EXAMPLES.resolve(name().toLowerCase(Locale.ROOT)).toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process process = builder.start();
            ObjectNode asked = JSON.createObjectNode().set("event", event);
            asked.set("failing", JSON.valueToTree(failing));
            process.getOutputStream().write(JSON.writeValueAsBytes(asked));
            process.getOutputStream().close();
            byte[] printed = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            JsonNode seen = JSON.readTree(printed);
            return new Ran(list(seen.path("rows")), texts(seen.path("ids")), seen.path("response"));
        }

        private static boolean onPath(String program) {
            return Pattern.compile(Pattern.quote(File.pathSeparator))
                    .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                    .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsRowsAreThoseOfTheReferenceFunction(Language language) throws Exception {
        List<JsonNode> expected = reference();

        Ran ran = language.run(event(), List.of());

        assertThat(ran.response()).isEqualTo(JSON.readTree("{\"batchItemFailures\": []}"));
        assertThat(ran.insertIds()).containsExactlyElementsOf(texts(event().findValues("eventID")));
        assertThat(ran.rows()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode row = ran.rows().get(i);
            if (i == UNREADABLE) {
                assertThat(columns(row))
                        .containsOnlyKeys(
                                "kinesis_sequence_number", "kinesis_arrival", "lambda_received", "lambda_done");
            } else {
                assertThat(columns(row))
                        .containsOnlyKeys(columns(expected.get(i)).keySet());
                assertThat(comparable(row)).isEqualTo(comparable(expected.get(i)));
            }
            assertThat(instant(row, "kinesis_arrival")).isEqualTo(instant(expected.get(i), "kinesis_arrival"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itStampsTheBatchTwiceByItsClock(Language language) throws Exception {
        Instant before = Instant.now().minusMillis(1);
        List<JsonNode> rows = language.run(event(), List.of()).rows();
        Instant after = Instant.now().plusMillis(1);

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(instant(row, "lambda_received")).isBetween(before, after);
            assertThat(instant(row, "lambda_done")).isBetween(instant(row, "lambda_received"), after);
        });
        assertThat(rows)
                .extracting(row -> row.path("lambda_done"))
                .containsOnly(rows.get(0).path("lambda_done"));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstThatFailedIsWhereLambdaDeliversAgain(Language language) throws Exception {
        JsonNode response = language.run(event(), List.of(3, 1)).response();

        assertThat(response.path("batchItemFailures"))
                .singleElement()
                .isEqualTo(JSON.createObjectNode()
                        .put(
                                "itemIdentifier",
                                event().at("/Records/1/kinesis/sequenceNumber").asText()));
    }

    @ParameterizedTest
    @EnumSource
    void anEventWithoutRecordsIsNoFailure(Language language) throws Exception {
        Ran ran = language.run(JSON.readTree("{\"Records\": []}"), List.of(0));

        assertThat(ran.rows()).isEmpty();
        assertThat(ran.response()).isEqualTo(JSON.readTree("{\"batchItemFailures\": []}"));
    }

    @Test
    void thePageNamesTheColumnsThatTheFunctionsWrite() throws Exception {
        Map<String, String> byColumn = new TreeMap<>();
        for (List<String> row : Paper.table(PAGE.text(), "column")) {
            byColumn.put(Paper.code(row.get(0)).get(0), Paper.code(row.get(3)).get(0));
        }

        assertThat(byColumn.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(columns(reference().get(0)).keySet().stream(), Stream.of("inserted_at"))
                                .toList());
        byColumn.forEach((column, setting) ->
                assertThat(ReferenceConf.defaults().get(setting)).as(setting).isEqualTo(column));
    }

    /** Rows of the reference function, which is tested for itself. */
    private static List<JsonNode> reference() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        invoke(
                new PipelineHandler(MicroClock.startingNow(), RowProcessor.NONE, written -> {
                    written.forEach(row -> rows.add(JSON.valueToTree(row.columns())));
                    return new TreeMap<>();
                }),
                event());
        return rows;
    }

    private static Ran java(JsonNode event, List<Integer> failing) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        List<String> insertIds = new ArrayList<>();
        Function<List<RowToInsert>, Collection<Long>> writer = written -> {
            written.forEach(row -> {
                rows.add(JSON.valueToTree(row.getContent()));
                insertIds.add(row.getId());
            });
            return failing.stream().map(Integer::longValue).toList();
        };
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, InstrumentingTest.class.getClassLoader())) {
            @SuppressWarnings("unchecked")
            RequestHandler<KinesisEvent, StreamsEventResponse> handler =
                    (RequestHandler<KinesisEvent, StreamsEventResponse>) classes.loadClass("EchoHandler")
                            .getConstructor(Function.class)
                            .newInstance(writer);
            return new Ran(rows, insertIds, invoke(handler, event));
        }
    }

    /** As Lambda does it, by its own reading of the event. */
    private static JsonNode invoke(RequestHandler<KinesisEvent, StreamsEventResponse> handler, JsonNode event)
            throws IOException {
        return JSON.readTree(new LambdaFunction("f", 1, () -> handler)
                .invoke(JSON.writeValueAsBytes(event))
                .payload());
    }

    private static JsonNode event() throws IOException {
        return JSON.readTree(Files.readString(EXAMPLES.resolve("event.json"), UTF_8));
    }

    private static Instant instant(JsonNode row, String column) {
        return OffsetDateTime.parse(row.path(column).asText()).toInstant();
    }

    /** Without what differs between two runs and between two ways to write JSON. */
    private static Map<String, Object> comparable(JsonNode row) throws IOException {
        Map<String, Object> columns = columns(row);
        columns.keySet().removeAll(STAMPS);
        columns.put("data", JSON.readTree(row.path("data").asText()));
        return columns;
    }

    private static Map<String, Object> columns(JsonNode row) {
        Map<String, Object> columns = new TreeMap<>();
        row.fields()
                .forEachRemaining(
                        column -> columns.put(column.getKey(), column.getValue().asText()));
        return columns;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private static List<String> texts(Iterable<JsonNode> values) {
        List<String> all = new ArrayList<>();
        values.forEach(value -> all.add(value.asText()));
        return all;
    }
}
