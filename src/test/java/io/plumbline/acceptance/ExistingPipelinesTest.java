package io.plumbline.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.acceptance.Program.Ended;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import local.ChildStandIn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import simulations.SmokeSimulation;

/** By settings alone, those of docs/existing-pipeline.md, a run over tables of other shapes counts what is true. */
@Execution(ExecutionMode.CONCURRENT)
class ExistingPipelinesTest {

    private static final Path PAPER = Path.of("docs", "existing-pipeline.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\\n]+)\\n(.*?)(?=^## |\\z)");
    private static final Pattern SETTINGS = Pattern.compile("(?ms)^```hocon\\n(.*?)^```$");
    private static final Pattern BODY = Pattern.compile("(?ms)^`(\\w+\\.json)`:\\n\\n```json\\n(.*?)^```$");

    /** What a query reads when old partitions, and the records themselves, are not read. */
    private static final long MOST_BYTES = 60_000;

    private static final Map<String, String> FAULTS = Map.of(
            "plumbline.load.rate", "50",
            "plumbline.load.duration", "2 s",
            "plumbline.arrival.within", "3 s",
            "plumbline.arrival.drain", "5 s",
            "local.faults.late.delay", "4500 ms",
            "local.faults.drop.probability", "0.1",
            "local.faults.late.probability", "0.1",
            "local.faults.duplicate.probability", "0.1");

    private static final long WITHIN_MICROS = 3_000_000;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    /**
     * @param title of the paper's section
     * @param notKnown counts that this table cannot give
     */
    private record Shape(String title, Map<String, String> standIn, Set<String> notKnown) {

        @Override
        public String toString() {
            return title;
        }
    }

    /** Whose ways through the code others go too: ids of other forms, and views, by the runs of {@link TruthTest}. */
    static Stream<Shape> moreShapes() {
        return Stream.of(
                new Shape(
                        "The id deep in the record",
                        Map.of("local.shape", "correlation"),
                        Set.of("outOfOrder", "corrupted")),
                new Shape(
                        "Numbers",
                        Map.of("local.shape", "numbers"),
                        Set.of("outOfOrder", "corrupted", "duplicatesByConsumer", "duplicatesByProducer")),
                new Shape("Several tables", Map.of("local.lambda.tables", "DEBUG=debug_events"), Set.of()),
                new Shape(
                        "Partitioned by the record's own time",
                        Map.of("local.shape", "partitioned"),
                        Set.of("outOfOrder", "corrupted")));
    }

    static Stream<Shape> shapes() {
        return Stream.of(new Shape(
                "All in one JSON column",
                Map.of("local.shape", "document"),
                Set.of("outOfOrder", "corrupted", "duplicatesByConsumer", "duplicatesByProducer")));
    }

    @ParameterizedTest
    @MethodSource("moreShapes")
    @Tag("conscience")
    void settingsAloneGiveTheTrueCountsOfTheOthersToo(Shape shape) throws IOException {
        settingsAloneGiveTheTrueCounts(shape);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void settingsAloneGiveTheTrueCounts(Shape shape) throws IOException {
        Program program = Program.gatling(folder, SmokeSimulation.class, FAULTS);
        shape.standIn().forEach(program::set);
        if (!shape.title().equals("Several tables")) {
            program.set("config.file", applicationConf(section(shape.title())).toString());
        }
        Ended ended = program.run();

        assertTrue(shape.notKnown(), ended, ended.truth());
        TruthTest.assertPercentiles(ended);
        assertAsked(ended.truth(), "local-project", "", "");
    }

    /** The stand-in has a place of its own here: the settings of a real pipeline do not count for the generator's. */
    @Test
    @Tag("conscience")
    void alsoAcrossThreeProjectsInTheEu() throws IOException {
        Map<String, String> local = new HashMap<>(FAULTS);
        local.keySet().removeIf(name -> !name.startsWith("local."));
        local.putAll(Map.of("local.bigquery.project", "data-project", "local.bigquery.location", "EU"));
        Path truth = folder.resolve("truth.json");
        Ended ended;
        try (StandIn.Running standIn = new ChildStandIn(local).start(truth)) {
            Program program = Program.gatling(folder, SmokeSimulation.class, FAULTS)
                    .environment(standIn.environment())
                    .set("plumbline.results.records", "all")
                    .set(
                            "config.file",
                            applicationConf(section("Other projects, and the EU"))
                                    .toString());
            local.keySet().forEach(program::unset);
            ended = program.run();
            standIn.finish(sent(ended), 0);
        }

        JsonNode told = JSON.readTree(truth.toFile());
        assertTrue(Set.of(), ended, told);
        assertAsked(told, "billing-project", "EU", "quota-project");
    }

    /** Of each record; duplicates have lines of their own. */
    private static Stream<StandIn.SentRecord> sent(Ended ended) {
        Map<String, StandIn.SentRecord> byId = new HashMap<>();
        for (JsonNode record : ended.records()) {
            String id = record.path("traceId").asText();
            long sentMicros = record.path("stamps").path("sent").asLong();
            byId.putIfAbsent(id, new StandIn.SentRecord(id, sentMicros, sentMicros + WITHIN_MICROS, true, 1, false));
        }
        return byId.values().stream();
    }

    private static void assertTrue(Set<String> notKnown, Ended ended, JsonNode truth) {
        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isEqualTo("FAIL");
        assertCounts(notKnown, ended, truth.path("counts"));
        assertThat(ended.run().path("stages")).isNotEmpty().allMatch(stage -> stage.path("valid")
                .asBoolean());
        assertThat(ended.run().path("controls"))
                .allMatch(control -> control.path("held").asBoolean());
    }

    private static void assertAsked(JsonNode truth, String jobProject, String location, String quotaProject) {
        assertThat(truth.path("queries")).as("all in one way").hasSize(1);
        JsonNode queries = truth.path("queries").path(0);
        assertThat(queries.path("jobProject").asText()).isEqualTo(jobProject);
        assertThat(queries.path("location").asText()).isEqualTo(location);
        assertThat(queries.path("quotaProject").asText()).isEqualTo(quotaProject);
        assertThat(queries.path("mostBytes").asLong()).as(queries.toString()).isBetween(1L, MOST_BYTES);
    }

    /** What this table can tell is true; what it can't is said to be not known. */
    private static void assertCounts(Set<String> notKnown, Ended ended, JsonNode truth) {
        JsonNode counts = ended.run().path("counts");
        assertThat(counts.path("notKnown").propertyStream().map(Map.Entry::getKey))
                .containsAll(notKnown);
        Map<String, Long> reported = new HashMap<>();
        Map<String, Long> expected = new HashMap<>();
        truth.propertyStream()
                .filter(count -> !notKnown.contains(count.getKey()))
                .forEach(count -> {
                    reported.put(count.getKey(), ended.count(count.getKey()));
                    expected.put(count.getKey(), count.getValue().asLong());
                });
        if (ended.run().path("endToEnd").path("estimator").asText().startsWith("polls")) {
            TruthTest.assertOnTimeAsFarAsPollsTell(reported, expected, ended.count("straddling"));
        }
        assertThat(reported).as(ended.console()).isEqualTo(expected);
    }

    /** The section's settings, its body in a file beside them. */
    private Path applicationConf(String section) throws IOException {
        String text = only(SETTINGS, section).group(1);
        for (MatchResult body : BODY.matcher(section).results().toList()) {
            Path file = Files.writeString(folder.resolve(body.group(1)), body.group(2), UTF_8);
            text = text.replace(body.group(1), file.toString().replace('\\', '/'));
        }
        return Files.writeString(folder.resolve("application.conf"), text, UTF_8);
    }

    private static String section(String title) throws IOException {
        return SECTION.matcher(Files.readString(PAPER, UTF_8))
                .results()
                .filter(section -> section.group(1).equals(title))
                .map(section -> section.group(2))
                .findFirst()
                .orElseThrow();
    }

    private static MatchResult only(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        assertThat(found).as("%s in %s", pattern, text).hasSize(1);
        return found.get(0);
    }
}
