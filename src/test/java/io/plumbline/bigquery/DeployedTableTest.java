package io.plumbline.bigquery;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.plumbline.TestSettings;
import io.plumbline.handler.PipelineHandler;
import io.plumbline.handler.RowProcessor;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpServer;
import local.lambda.LambdaFunction;
import org.junit.jupiter.api.Test;

/** The table that Terraform makes is the one that the function writes, the queries read and the stand-in has. */
class DeployedTableTest {

    private static final Path FOLDER = Path.of("infra/terraform/gcp");
    private static final JsonMapper JSON = new JsonMapper();

    private final Settings settings = TestSettings.forPipeline(
                    URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
            .settings();

    private record Column(String name, String type, String defaultValue) {

        static Column of(JsonNode field) {
            return new Column(
                    field.path("name").asText(),
                    field.path("type").asText(),
                    field.path("defaultValueExpression").asText());
        }

        TableFieldSchema schema() {
            return new TableFieldSchema().setName(name).setType(type);
        }
    }

    @Test
    void theFunctionWritesEachColumnThatHasNoDefault() throws IOException {
        Set<String> written = new TreeSet<>();
        PipelineHandler function = new PipelineHandler(MicroClock.startingNow(), RowProcessor.NONE, rows -> {
            rows.forEach(row -> written.addAll(row.columns().keySet()));
            return new TreeMap<>();
        });
        new LambdaFunction("f", 1, () -> function).invoke(Files.readAllBytes(Path.of("examples/lambda/event.json")));

        assertThat(written)
                .containsExactlyElementsOf(deployed().stream()
                        .filter(column -> column.defaultValue().isEmpty())
                        .map(Column::name)
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void theQueriesFindWhatTheyReadByDefaultAndNothingIsThereForNobody() throws IOException {
        TableColumns table = TableColumns.of(
                "the deployed table",
                false,
                deployed().stream().map(Column::schema).toList());

        assertThat(new ColumnCheck(table).problems(settings.columns(), settings.traceForm()))
                .isEmpty();
        assertThat(deployed().stream().map(Column::name)).containsExactlyInAnyOrderElementsOf(read(settings.columns()));
    }

    @Test
    void bigQueryStampsEachRow() throws IOException {
        String inserted = settings.columns().inserted().orElseThrow();

        assertThat(deployed())
                .filteredOn(column -> !column.defaultValue().isEmpty())
                .containsExactly(new Column(inserted, "TIMESTAMP", "CURRENT_TIMESTAMP()"));
    }

    @Test
    void theStandInsIsTheSame() throws Exception {
        JsonNode standIns = standIns();

        assertThat(columns(standIns.at("/schema/fields"))).containsExactlyElementsOf(deployed());
        assertThat(clustering())
                .containsExactlyElementsOf(standIns.at("/clustering/fields")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList())
                .containsExactly(settings.columns().runId().orElseThrow());
    }

    /** Rows that were just streamed are in no partition, so a filter on partitions would hide them. */
    @Test
    void noLookDependsOnPartitions() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("table.tf"))).doesNotContain("require_partition_filter");
        assertThat(settings.bigquery().requiredFilter()).isEmpty();
    }

    @Test
    void theContractHasTheSame() throws IOException {
        List<String> lines = Pattern.compile("(?ms)^CREATE TABLE logs\\.events \\(\\n(.*?)\\n\\) CLUSTER BY (\\w+)$")
                .matcher(Files.readString(Path.of("docs/contract.md")))
                .results()
                .flatMap(table -> Stream.concat(table.group(1).lines(), Stream.of("CLUSTER BY " + table.group(2))))
                .map(line -> line.strip().replaceFirst(",$", ""))
                .toList();

        assertThat(lines)
                .containsExactlyElementsOf(Stream.concat(
                                deployed().stream().map(column -> (column.name() + " " + column.type()
                                                + (column.defaultValue().isEmpty() ? "" : " DEFAULT ")
                                                + column.defaultValue())
                                        .strip()),
                                clustering().stream().map(field -> "CLUSTER BY " + field))
                        .toList());
    }

    private static List<String> read(Settings.Columns columns) {
        return Stream.concat(
                        Stream.of(columns.traceId()),
                        Stream.of(
                                        columns.runId(),
                                        columns.key(),
                                        columns.sequenceNumber(),
                                        columns.kinesisArrival(),
                                        columns.lambdaReceived(),
                                        columns.lambdaDone(),
                                        columns.inserted(),
                                        columns.digest(),
                                        columns.data())
                                .flatMap(Optional::stream))
                .toList();
    }

    private static JsonNode standIns() throws IOException, InterruptedException {
        try (BigQueryService service = new BigQueryService(256, 1, () -> 1_700_000_000_000_000L, (t, r, v) -> {});
                HttpServer server = HttpServer.start("deployed-table-test", service)) {
            ReferenceTable.create(server.uri(), "p", "d", "t");
            HttpRequest get = HttpRequest.newBuilder(
                            server.uri().resolve("/bigquery/v2/projects/p/datasets/d/tables/t"))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(get, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }
    }

    private static List<Column> deployed() throws IOException {
        return columns(JSON.readTree(FOLDER.resolve("table-schema.json").toFile()));
    }

    private static List<Column> columns(JsonNode fields) {
        return fields.valueStream().map(Column::of).toList();
    }

    private static List<String> clustering() throws IOException {
        return Pattern.compile("(?m)^ *clustering += \\[\"(\\w+)\"]$")
                .matcher(Files.readString(FOLDER.resolve("table.tf")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
