package io.plumbline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.Row;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.result.RunRecord;
import io.plumbline.run.VirtualRun.Outcome;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Columns;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of the levels says what runs over the same pipeline show whose tables have more and more columns. */
class LevelsTest {

    private static final Path PAGE = Path.of("docs/levels.md");
    private static final Pattern SETTINGS = Pattern.compile("(?ms)^```hocon\\n(.*?)^```$");
    private static final Pattern TABLE = Pattern.compile("(?m)^\\| run\\.json \\|.*\\n(\\|.*\\n)*");
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> COUNTS = List.of(
            "lost", "late", "duplicatesByConsumer", "duplicatesByProducer", "outOfOrder", "corrupted", "foreign");

    private static final Map<String, String> PIPELINE = Map.of(
            "plumbline.kinesis.stream", "logs",
            "plumbline.kinesis.endpoint", "127.0.0.1:1",
            "plumbline.aws.region", "eu-central-1",
            "plumbline.bigquery.table", "p.d.events",
            "plumbline.bigquery.endpoint", "127.0.0.1:1");

    private static final Map<String, String> TROUBLE = Map.of(
            "local.seed", "7",
            "local.shards", "3",
            "local.latency.query", "200ms..900ms",
            "local.latency.insert", "20ms~200ms",
            "local.latency.deliver", "5ms..30ms",
            "local.faults.drop.probability", "0.02",
            "local.faults.duplicate.probability", "0.05",
            "local.faults.reorder.probability", "0.05",
            "local.faults.corrupt.probability", "0.03");

    private static List<Level> levels;

    /** A column of the page's table, and what came out of the run with its settings. */
    private record Level(String name, Evidence evidence, Outcome outcome) {

        JsonNode counts() {
            return JSON.valueToTree(outcome.run().counts());
        }

        long truth(String count) {
            return outcome.truth().path("counts").path(count).asLong();
        }
    }

    @BeforeAll
    static void run() throws IOException {
        List<String> settings =
                SETTINGS.matcher(page()).results().map(block -> block.group(1)).toList();
        assertThat(settings).as("one block a level").hasSize(3);
        levels = List.of(
                level("A", settings.get(0)),
                level("B", settings.get(1)),
                level("C", settings.get(2)),
                level("reference table", ""));
    }

    private static Level level(String name, String text) {
        Sources sources = new Sources(
                PIPELINE,
                Map.of(),
                () -> ConfigFactory.parseString(text),
                () -> ConfigFactory.parseFile(
                        Path.of("src/main/resources/reference.conf").toFile()));
        Settings settings = new SettingsLoader(sources, Clock.systemUTC()).settings(List.of(Need.PUT, Need.ARRIVAL));
        Evidence evidence = new BigQueryGateway(settings, new TraceIds("run", 0), MicroClock.startingNow()).evidence();
        return new Level(
                name,
                evidence,
                new VirtualRun(TROUBLE, table -> new Seen(table, evidence, settings.columns()))
                        .run(400, Duration.ofSeconds(20)));
    }

    /** When it fails: {@code mvn test -Dtest=LevelsTest -Dlevels.page=write}. */
    @Test
    void thePageHasTheTableOfTheseRuns() throws IOException {
        if ("write".equals(System.getProperty("levels.page"))) {
            Files.writeString(PAGE, TABLE.matcher(page()).replaceFirst(table()), UTF_8);
        }
        assertThat(TABLE.matcher(page()).results().map(found -> found.group()).toList())
                .containsExactly(table());
    }

    @Test
    void whatALevelCountsIsTheTruth() {
        for (Level level : levels) {
            COUNTS.stream()
                    .filter(count -> level.counts().path(count).isNumber())
                    .forEach(count -> assertThat(level.counts().path(count).asLong())
                            .as("%s at %s", count, level.name())
                            .isEqualTo(level.truth(count)));
            assertThat(level.outcome().run().counts().addUp()).isTrue();
            assertThat(level.outcome().run().controls()).as(level.name()).allMatch(RunRecord.Control::held);
        }
    }

    @Test
    void thereIsSomethingToCount() {
        assertThat(List.of("lost", "duplicatesByConsumer", "duplicatesByProducer", "outOfOrder", "corrupted"))
                .allMatch(count -> levels.get(0).truth(count) > 0);
    }

    @Test
    void whatALevelDoesNotCountHasItsReason() {
        for (Level level : levels) {
            Map<String, String> reasons = level.outcome().run().counts().notKnown();
            COUNTS.stream()
                    .filter(count -> level.counts().path(count).isNull())
                    .forEach(count -> assertThat(reasons).as(level.name()).containsKey(count));
        }
    }

    @Test
    void theTimesOfEachLevelHoldTheTruth() {
        for (Level level : levels) {
            for (String percentile : List.of("p50", "p95")) {
                JsonNode printed =
                        JSON.valueToTree(level.outcome().run().endToEnd()).path(percentile);
                assertThat(level.outcome()
                                .truth()
                                .path("endToEnd")
                                .path(percentile)
                                .asDouble())
                        .as("%s at %s", percentile, level.name())
                        .isBetween(
                                printed.path("lower").asDouble(),
                                printed.path("upper").asDouble());
            }
        }
    }

    private static String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells("run.json", Level::name));
        rows.add(cells("`stages`", level -> level.outcome().run().stages().stream()
                .map(RunRecord.Stage::name)
                .collect(Collectors.joining(", "))));
        rows.add(cells(
                "`endToEnd.estimator`",
                level -> level.outcome().run().endToEnd().estimator()));
        COUNTS.forEach(count -> rows.add(cells(
                "`counts." + count + "`", level -> level.counts().path(count).isNumber() ? "counted" : "null")));
        rows.add(cells("`controls` planted", level -> level.outcome().run().controls().stream()
                .filter(control -> control.planted() > 0)
                .map(RunRecord.Control::kind)
                .collect(Collectors.joining(", "))));
        rows.add(cells(
                "a poll asks for",
                level -> level.evidence().runIds() && level.evidence().insertStamps()
                        ? "the run's new rows"
                        : "each record not seen yet"));
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |\n"));
        lines.add(1, "|---".repeat(1 + levels.size()) + "|\n");
        return String.join("", lines);
    }

    private static List<String> cells(String head, Function<Level, String> cell) {
        List<String> cells = new ArrayList<>(List.of(head));
        levels.forEach(level -> cells.add(cell.apply(level)));
        return cells;
    }

    private static String page() throws IOException {
        return Files.readString(PAGE, UTF_8);
    }

    /** The table with the columns that the settings name, and no others. */
    private static final class Seen extends PassingTable {

        private final Evidence evidence;
        private final Columns columns;

        Seen(ArrivalSource table, Evidence evidence, Columns columns) {
            super(table);
            this.evidence = evidence;
            this.columns = columns;
        }

        @Override
        public Evidence evidence() {
            return evidence;
        }

        @Override
        Row seen(Row row) {
            Map<Stamp, Optional<String>> named = new HashMap<>(Map.of(
                    Stamp.KINESIS_ARRIVAL, columns.kinesisArrival(),
                    Stamp.LAMBDA_RECEIVED, columns.lambdaReceived(),
                    Stamp.LAMBDA_DONE, columns.lambdaDone(),
                    Stamp.INSERTED, columns.inserted()));
            Stamps stamps = Stamps.none();
            for (Stamp stamp : named.keySet()) {
                OptionalLong micros = row.stamps().at(stamp);
                if (named.get(stamp).isPresent() && micros.isPresent()) {
                    stamps = stamps.with(stamp, micros.getAsLong());
                }
            }
            return new Row(row.traceId(), stamps, evidence.sequenceNumbers() ? row.sequenceNumber() : null);
        }
    }
}
