package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.acceptance.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import simulations.SeedMethodSimulation;

/**
 * The seed's method (sleep, one query a record) beside Plumbline's on the same records, both held against what the
 * stand-in knows. Long, it writes the table of docs/seed-method.md to {@code target/seed-method.md}.
 */
@Execution(ExecutionMode.CONCURRENT)
class SeedMethodTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Pipelines, by what they are called in the table. */
    private static final Map<String, String> QUICK = Map.of();

    private static final Map<String, String> STRAGGLING =
            Map.of("local.faults.late.probability", "0.2", "local.faults.late.delay", "4s");

    private static final Map<String, String> LOSING = Map.of(
            "local.faults.late.probability", "0.2",
            "local.faults.late.delay", "4s",
            "local.faults.drop.probability", "0.02");

    @TempDir
    Path folder;

    /** One run: what each method says, and the truth. */
    private record Compared(JsonNode seed, JsonNode ours, JsonNode truth) {

        static Compared of(Ended ended) throws IOException {
            String line = ended.console()
                    .lines()
                    .filter(text -> text.startsWith(SeedMethodSimulation.RESULT))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(ended.console()));
            JsonNode seed = JSON.readTree(line.substring(SeedMethodSimulation.RESULT.length()));
            return new Compared(seed, ended.run(), ended.truth());
        }

        /** Milliseconds from the truth. */
        double seedError(String percentile) {
            return seed.path(percentile).asDouble() - truth(percentile);
        }

        double ourError(String percentile) {
            return ours.path("endToEnd").path(percentile).path("point").asDouble() - truth(percentile);
        }

        double lower(String percentile) {
            return ours.path("endToEnd").path(percentile).path("lower").asDouble() - truth(percentile);
        }

        double upper(String percentile) {
            return ours.path("endToEnd").path(percentile).path("upper").asDouble() - truth(percentile);
        }

        double truth(String percentile) {
            return truth.path("endToEnd").path(percentile).asDouble();
        }

        long records() {
            return seed.path("queries").asLong();
        }

        double seedSuccess() {
            return seed.path("found").asDouble() / seed.path("records").asDouble();
        }

        double trueSuccess() {
            return truth.path("counts").path("onTime").asDouble()
                    / truth.path("counts").path("intended").asDouble();
        }

        double ourSuccess() {
            return ours.path("successRate").asDouble();
        }

        long ourQueries() {
            return ours.path("polling").path("queries").asLong();
        }

        List<String> rows(String pipeline) {
            return List.of(
                    row(
                            pipeline + " (" + truth.path("counts").path("intended") + " records)",
                            "the truth",
                            truth("p50"),
                            truth("p95"),
                            "",
                            "",
                            trueSuccess(),
                            "-"),
                    row(
                            "",
                            "sleep, one query",
                            seed.path("p50").asDouble(),
                            seed.path("p95").asDouble(),
                            error(seedError("p50")),
                            error(seedError("p95")),
                            seedSuccess(),
                            seed.path("queries").asText()),
                    row(
                            "",
                            "Plumbline",
                            truth("p50") + ourError("p50"),
                            truth("p95") + ourError("p95"),
                            error(ourError("p50")),
                            error(ourError("p95")),
                            ourSuccess(),
                            Long.toString(ourQueries())));
        }

        private static String error(double millis) {
            return String.format(Locale.ROOT, " (%+.0f)", millis);
        }

        private static String row(
                String pipeline,
                String method,
                double p50,
                double p95,
                String off50,
                String off95,
                double success,
                String queries) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f ms%s | %,.0f ms%s | %.2f %% | %s |",
                    pipeline,
                    method,
                    p50,
                    off50,
                    p95,
                    off95,
                    100 * success,
                    queries);
        }
    }

    @Test
    @Tag("conscience")
    void whatItMeasuresIsItsSleepAndWhatComesLaterIsLostToIt() throws IOException {
        Ended ended = run(STRAGGLING, 20, 8);
        Compared compared = Compared.of(ended);

        TruthTest.assertCounts(ended);
        TruthTest.assertPercentiles(ended);
        assertThat(compared.records()).isPositive().isEqualTo(ended.count("intended"));
        assertThat(compared.seed().path("p50").asDouble())
                .as("sleep, put and query, whatever the pipeline did")
                .isGreaterThanOrEqualTo(2_000);
        assertThat(Math.abs(compared.seedError("p50")))
                .as(ended.console())
                .isGreaterThan(Math.max(compared.upper("p50"), -compared.lower("p50")));
        assertThat(compared.ourSuccess()).isEqualTo(compared.trueSuccess()).isEqualTo(1);
        assertThat(compared.seedSuccess()).isBetween(0.5, 0.95);
        assertThat(compared.records()).as("a query a record").isGreaterThan(compared.ourQueries());
    }

    @Test
    @Tag("conscience")
    void theTableOfBothErrors() throws IOException {
        List<String> table = new ArrayList<>(List.of(
                "| pipeline | method | p50 (off by) | p95 (off by) | success | queries |",
                "|---|---|---|---|---|---|"));
        for (Map.Entry<String, Map<String, String>> pipeline : List.of(
                Map.entry("quick", QUICK),
                Map.entry("20 % take 4 s longer", STRAGGLING),
                Map.entry("2 % dropped besides", LOSING))) {
            Ended ended = run(pipeline.getValue(), 50, 60);
            TruthTest.assertCounts(ended);
            TruthTest.assertPercentiles(ended);
            table.addAll(Compared.of(ended).rows(pipeline.getKey()));
        }
        String text = String.join("\n", table) + "\n";
        System.out.println(text);
        Files.writeString(Path.of("target", "seed-method.md"), text);
        assertThat(table).hasSize(2 + 3 * 3);
    }

    private Ended run(Map<String, String> pipeline, int users, int seconds) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "plumbline.load.users", Integer.toString(users),
                "plumbline.load.ramp", "1 s",
                "plumbline.load.duration", seconds + " s",
                "plumbline.load.rampDown", "1 s",
                "plumbline.arrival.within", "20 s",
                "plumbline.arrival.drain", "20 s",
                "plumbline.slo.endToEnd.p95", ""));
        settings.putAll(pipeline);
        return Program.gatling(folder, SeedMethodSimulation.class, settings).run();
    }
}
