package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import simulations.SmokeSimulation;

/**
 * What a run over sockets reports is what the stand-in knows to be true: each count exactly, percentiles within the
 * printed bounds.
 */
@Execution(ExecutionMode.CONCURRENT)
class TruthTest {

    /**
     * What shows that a fault struck; others leave no trace where all goes well. A record that is held back is out of order
     * only if another one of its key overtakes it, and that is chance.
     */
    private static final Map<String, ToLongFunction<Ended>> TRACES = Map.of(
            "drop", ended -> ended.truth().path("dropped").size(),
            "duplicate", ended -> ended.count("duplicatesByProducer") + ended.count("duplicatesByConsumer"),
            "late", ended -> ended.count("late"),
            "corrupt", ended -> ended.count("corrupted"),
            "throttle", ended -> ended.count("rejected"),
            "putTimeout", ended -> ended.truth().path("unanswered").size(),
            "queryError", ended -> ended.run().path("polling").path("failed").asLong());

    @TempDir
    Path folder;

    /** Some records each, and all that may go wrong with them. */
    private record Mix(int seed, int shards, List<String> faults, Map<String, String> more) {

        Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "plumbline.load.rate", "50",
                    "plumbline.load.duration", "2 s",
                    "plumbline.kinesis.attemptTimeout", "3 s",
                    "plumbline.arrival.within", "3 s",
                    "plumbline.arrival.drain", "5 s",
                    "local.seed", Integer.toString(seed),
                    "local.shards", Integer.toString(shards),
                    "local.faults.late.delay", "4500 ms"));
            faults.forEach(fault -> settings.put("local.faults." + fault + ".probability", "0.15"));
            if (faults.contains("queryError")) {
                // By ordinals, of the six before the start too, never twice in a row: three failures of an audit's
                // query would make the run INVALID.
                settings.remove("local.faults.queryError.probability");
                settings.put("local.faults.queryError.ordinals", "1,3,8,10,12,14,16,18,20,22,24,26");
            }
            settings.putAll(more);
            return settings;
        }
    }

    static Stream<Mix> mixes() {
        return Stream.of(new Mix(
                4,
                3,
                List.of(
                        "drop",
                        "duplicate",
                        "late",
                        "reorder",
                        "corrupt",
                        "throttle",
                        "putTimeout",
                        "lambdaError",
                        "partialBatch",
                        "insertError",
                        "queryError"),
                Map.of()));
    }

    /** Of tables that lack something, and of ids that are no text. */
    static Stream<Mix> moreMixes() {
        return Stream.of(
                new Mix(
                        1,
                        3,
                        List.of("drop", "duplicate", "late", "reorder"),
                        Map.of("plumbline.trace.codec", "uuid", "plumbline.columns.runId", "")),
                new Mix(
                        3,
                        2,
                        List.of("corrupt", "lambdaError", "partialBatch", "reorder"),
                        Map.of("plumbline.trace.codec", "int64", "local.table.traceId", "INT64")),
                new Mix(
                        5,
                        2,
                        List.of("drop", "duplicate", "corrupt", "insertError"),
                        Map.of("plumbline.columns.runId", "")),
                new Mix(
                        6,
                        1,
                        List.of("drop", "late", "putTimeout", "lambdaError"),
                        Map.of("plumbline.columns.inserted", "")));
    }

    @ParameterizedTest
    @MethodSource("moreMixes")
    @Tag("conscience")
    void norDoesItNeedWholeTables(Mix mix) {
        everyCountIsTheTruth(mix);
    }

    /** Only what fails before and behind the pipeline; the mix of all kinds has that as well. */
    @Test
    @Tag("conscience")
    void whereCallsFailToo() {
        everyCountIsTheTruth(new Mix(2, 1, List.of("throttle", "putTimeout", "insertError", "queryError"), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void everyCountIsTheTruth(Mix mix) {
        Ended ended =
                Program.gatling(folder, SmokeSimulation.class, mix.settings()).run();

        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isNotEqualTo("INVALID");
        mix.faults().stream().filter(TRACES::containsKey).forEach(fault -> assertThat(
                        TRACES.get(fault).applyAsLong(ended))
                .as(fault)
                .isPositive());
        assertCounts(ended);
        assertPercentiles(ended);
        assertThat(ended.run().path("controls")).as(ended.console()).hasSize(3).allMatch(control -> control.path("held")
                .asBoolean());
    }

    static void assertCounts(Ended ended) {
        JsonNode counts = ended.run().path("counts");
        Map<String, Long> truth = new HashMap<>();
        Map<String, Long> reported = new HashMap<>();
        ended.truth().path("counts").properties().forEach(count -> {
            truth.put(count.getKey(), count.getValue().asLong());
            reported.put(count.getKey(), ended.count(count.getKey()));
        });
        if (ended.run().path("endToEnd").path("estimator").asText().startsWith("polls")) {
            assertOnTimeAsFarAsPollsTell(reported, truth, ended.count("straddling"));
        }
        assertThat(reported)
                .as("%s\n%s", counts.path("notKnown"), ended.console())
                .isEqualTo(truth);
    }

    /** Which side of their deadline records lie whose interval holds it, only their stamps could have told. */
    static void assertOnTimeAsFarAsPollsTell(Map<String, Long> reported, Map<String, Long> truth, long straddling) {
        assertThat(reported.get("onTime"))
                .as("of those on time, %d straddle", straddling)
                .isCloseTo(truth.get("onTime"), within(straddling));
        for (Map<String, Long> counts : List.of(reported, truth)) {
            counts.merge("onTime", counts.remove("late"), Long::sum);
        }
    }

    static void assertPercentiles(Ended ended) {
        assertPercentiles(ended.run(), ended.truth());
    }

    static void assertPercentiles(JsonNode run, JsonNode whatIsTrue) {
        for (String percentile : List.of("p50", "p95", "p99")) {
            JsonNode truth = whatIsTrue.path("endToEnd").path(percentile);
            JsonNode reported = run.path("endToEnd").path(percentile);
            assertThat(orInfinite(truth))
                    .as(percentile)
                    .isBetween(orInfinite(reported.path("lower")), orInfinite(reported.path("upper")));
        }
    }

    /** Null: it falls among the lost, beyond every value. */
    private static double orInfinite(JsonNode figure) {
        return figure.isNull() ? Double.POSITIVE_INFINITY : figure.asDouble();
    }
}
