package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.arrival.Evidence;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.RunRecord;
import io.plumbline.run.VirtualRun.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong in the pipeline, alone and together: every count is the knowable truth. */
class FaultMatrixTest {

    private static final int SEEDS = 5;
    private static final int FEW = 2;
    private static final int RECORDS = 400;
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> ALONE = List.of(
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
            "queryError");

    private static final List<List<String>> TOGETHER = List.of(
            List.of("drop", "duplicate"),
            List.of("drop", "putTimeout"),
            List.of("drop", "queryError"),
            List.of("duplicate", "late"),
            List.of("duplicate", "reorder"),
            List.of("duplicate", "queryError"),
            List.of("late", "reorder"),
            List.of("late", "queryError"),
            List.of("corrupt", "duplicate"),
            List.of("reorder", "partialBatch"),
            List.of("throttle", "putTimeout"),
            List.of("lambdaError", "insertError"),
            List.of("putTimeout", "duplicate"),
            ALONE);

    private static final List<String> RATES = List.of("0.005", "0.05", "0.3");

    static Stream<Arguments> mixes() {
        List<Arguments> mixes = new ArrayList<>();
        Stream.concat(ALONE.stream().map(List::of), TOGETHER.stream())
                .forEach(faults -> RATES.forEach(rate -> {
                    if (!faults.contains("queryError") || !rate.equals("0.3")) {
                        mixes.add(Arguments.of(faults, rate));
                    }
                }));
        return mixes.stream();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("mixes")
    void everyCountIsTheTruth(List<String> faults, String rate) {
        everyCountIsTheTruth(faults, rate, IntStream.rangeClosed(1, FEW));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("mixes")
    @Tag("conscience")
    void everyCountIsTheTruthOfMoreSeeds(List<String> faults, String rate) {
        everyCountIsTheTruth(faults, rate, IntStream.rangeClosed(FEW + 1, SEEDS));
    }

    private static void everyCountIsTheTruth(List<String> faults, String rate, IntStream seeds) {
        seeds.forEach(seed -> assertTruth(faults, rate, seed, new VirtualRun(settings(faults, rate, seed))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void soItIsWhereTheTableDoesNotKnowTheRun(int seed) {
        assertTruth(
                ALONE, "0.05", seed, new VirtualRun(settings(ALONE, "0.05", seed), table -> new PassingTable(table) {
                    @Override
                    public Evidence evidence() {
                        return new Evidence(false, true, true, true, true);
                    }
                }));
    }

    /** Of every four records one is filtered, one fanned out as expected, one more than expected, and one is plain. */
    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("mixes")
    void soItIsOfRecordsThatAreFilteredAndFannedOut(List<String> faults, String rate) {
        IntStream.rangeClosed(1, 2).forEach(seed -> {
            Map<String, String> settings = settings(faults, rate, seed);
            settings.put("local.lambda.rows", "ROWS0=0,ROWS3=3,ROWS4=" + (seed == 1 ? 5 : 3));
            assertTruth(faults, rate, seed, new VirtualRun(settings).expecting(FaultMatrixTest::oneOfFour));
        });
    }

    private static Expectation oneOfFour(long number) {
        return switch ((int) (number % 4)) {
            case 0 -> Expectation.NO_ROWS;
            case 1 -> Expectation.arrival(3);
            case 2 -> Expectation.arrival(4);
            default -> Expectation.arrival(1);
        };
    }

    @Test
    void whatIsNotFilteredIsUnexpected() {
        Map<String, String> settings = settings(List.of("duplicate"), "0.1", 1);
        Outcome outcome =
                new VirtualRun(settings).expecting(FaultMatrixTest::oneOfFour).run(RECORDS, LOAD);
        RunRecord run = outcome.run();
        assertThat(run.counts().unexpected())
                .isEqualTo(outcome.truth().at("/counts/unexpected").asLong())
                .isGreaterThan(RECORDS / 4);
        assertThat(run.counts().untimed()).isEqualTo(RECORDS / 4);
        assertThat(run.counts().lost())
                .as("they have one row of three, and of four")
                .isEqualTo(RECORDS / 2);
        assertThat(run.causes().get("lost")).containsEntry("in the table with fewer rows than expected", RECORDS / 2L);
        assertThat(run.verdict()).isEqualTo(RunRecord.Verdict.FAIL);
        assertThat(run.reasons()).anyMatch(reason -> reason.startsWith("unexpected"));
    }

    private static void assertTruth(List<String> faults, String rate, int seed, VirtualRun virtual) {
        Outcome outcome = virtual.run(RECORDS, LOAD);

        RunRecord run = outcome.run();
        Map<String, Long> reported = counts(JSON.valueToTree(run.counts()));
        Map<String, Long> truth = counts(outcome.truth().path("counts"));
        assertThat(reported)
                .as("%s at %s, seed %d, %s", faults, rate, seed, run.reasons())
                .containsAllEntriesOf(truth);
        assertThat(run.counts().addUp()).isTrue();
        assertThat(run.controls()).as("seed %d", seed).allMatch(RunRecord.Control::held);
        assertSlicesAddUp(run);
    }

    private static void assertSlicesAddUp(RunRecord run) {
        List<Slice> slices = run.course().timeline().slices();
        RunRecord.Counts counts = run.counts();
        assertThat(sum(slices, Slice::sent)).isEqualTo(counts.attempted());
        assertThat(sum(slices, Slice::arrived)).isEqualTo(counts.onTime() + counts.late());
        assertThat(sum(slices, Slice::rejected)).isEqualTo(counts.rejected());
        assertThat(sum(slices, Slice::late)).isEqualTo(counts.late());
        assertThat(sum(slices, Slice::lost)).isEqualTo(counts.lost());
        assertThat(slices.get(slices.size() - 1).backlog())
                .isEqualTo(counts.lost() + counts.ambiguous() + counts.unresolved());
    }

    private static long sum(List<Slice> slices, ToLongFunction<Slice> count) {
        return slices.stream().mapToLong(count).sum();
    }

    static Map<String, String> settings(List<String> faults, String rate, int seed) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "local.seed", Integer.toString(seed),
                "local.shards", "3",
                "local.latency.query", "200ms..900ms",
                "local.latency.insert", "20ms~200ms",
                "local.latency.deliver", "5ms..30ms",
                "local.faults.late.delay", "10s"));
        faults.forEach(fault -> settings.put("local.faults." + fault + ".probability", rate));
        return settings;
    }

    private static Map<String, Long> counts(JsonNode json) {
        Map<String, Long> counts = new HashMap<>();
        json.fields().forEachRemaining(count -> {
            if (count.getValue().isNumber()) {
                counts.put(count.getKey(), count.getValue().asLong());
            }
        });
        return counts;
    }
}
