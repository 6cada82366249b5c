package io.plumbline.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.CapacityFigures.LimitedBy;
import io.plumbline.result.CapacityFigures.Result;
import io.plumbline.settings.Settings;
import io.plumbline.steering.SimulatedPipeline.Parameters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Searches of quick steps over pipelines that are simulated record by record, whose limits follow from their parameters: as
 * a run does them, with canaries, a warm-up, arrivals that only polls show, and orders a second ahead.
 */
class CapacityLoadTest {

    private static final int SEEDS = 20;
    private static final double PRECISION = 0.05;
    private static final Duration CYCLE = Duration.ofSeconds(1);

    /** A search and how long it took, in virtual time. */
    private record Searched(CapacityFigures found, Duration took, int sent) {}

    private static Searched search(Parameters parameters, long seed, String... settings) {
        SimulatedPipeline pipeline = new SimulatedPipeline(parameters, seed);
        TestSettings all = TestSettings.forPipeline(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
                .with("plumbline.capacity.search", "quick")
                // Differs from seed to seed, so that the rates that are tried do.
                .with("plumbline.capacity.start", String.valueOf(parameters.limit() * (0.4 + 0.01 * seed)));
        for (int i = 0; i < settings.length; i += 2) {
            all = all.with(settings[i], settings[i + 1]);
        }
        Settings given = all.settings();
        CapacityLoad load = new CapacityLoad(
                given,
                new SearchPlan(
                        given.capacity(),
                        parameters.setup(),
                        given.capacity().ceiling().orElse(1e6),
                        CYCLE),
                1,
                pipeline.startMicros());
        Duration took = pipeline.run(load, Duration.ofHours(2));
        return new Searched(load.capacity().orElseThrow(), took, pipeline.sent());
    }

    private static List<Searched> searches(Parameters parameters) {
        List<Searched> all = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            all.add(search(parameters, seed));
        }
        double[] minutes = all.stream()
                .mapToDouble(searched -> searched.took.toMillis() / 6e4)
                .sorted()
                .toArray();
        System.out.printf(
                "%s: %.1f virtual minutes in the median, %.1f at the most%n",
                parameters, minutes[minutes.length / 2], minutes[minutes.length - 1]);
        return all;
    }

    private static void assertFound(Parameters parameters, LimitedBy limit) {
        assertThat(searches(parameters))
                .hasSize(SEEDS)
                .allSatisfy(searched -> assertHas(parameters, limit, searched.found));
    }

    private static void assertHas(Parameters parameters, LimitedBy limit, CapacityFigures found) {
        assertThat(found.lastPass()).isNotNull().isLessThanOrEqualTo(parameters.limit() * (1 + PRECISION));
        assertThat(found.firstFail())
                .isNotNull()
                .isGreaterThanOrEqualTo(parameters.limit() / (1 + PRECISION))
                .isLessThanOrEqualTo(found.lastPass() * (1 + PRECISION));
        assertThat(found.confirmed()).isTrue();
        assertThat(found.limitedBy()).isIn(limit, LimitedBy.NOT_TOLD);
    }

    @Test
    void theBracketHasWhatTheFunctionSustains() {
        assertFound(Parameters.FUNCTION, LimitedBy.FUNCTION);
    }

    @Test
    @Tag("conscience")
    void theBracketHasWhatInsertsSustain() {
        assertFound(Parameters.INSERTS, LimitedBy.BIGQUERY);
    }

    @Test
    @Tag("conscience")
    void withCareTheBracketHasWhatTheFunctionSustains() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Parameters parameters = Parameters.FUNCTION;
            Searched searched = search(parameters, seed, "plumbline.capacity.search", "careful");

            assertThat(searched.found.growthLimit()).isEqualTo(0.01);
            assertHas(parameters, LimitedBy.FUNCTION, searched.found);
        }
    }

    @Test
    void theBracketHasWhatTheShardTakes() {
        assertFound(Parameters.SHARD, LimitedBy.SHARDS);
    }

    @Test
    void whatTheGeneratorCannotSendIsNeverThePipelinesLimit() {
        double most = 500;
        assertThat(searches(Parameters.FUNCTION.withGenerator(most)))
                .hasSize(SEEDS)
                .allSatisfy(searched -> {
                    assertThat(searched.found.limitedBy()).isEqualTo(LimitedBy.GENERATOR);
                    assertThat(searched.found.firstFail()).isNull();
                    assertThat(searched.found.lastPass()).isNotNull().isBetween(most / (1 + PRECISION), most / 0.99);
                    assertThat(searched.found.sentence()).contains("at least").endsWith("the generator cannot do more");
                });
    }

    @Test
    void thePredictionIsMadeOfTheCanariesBatches() {
        Parameters even = new Parameters(4, 1_000, 20, 0.08, 0.02, 0.001, 1e9, 0);

        CapacityFigures.Prediction predicted = search(even, 1).found.prediction();

        assertThat(predicted).isNotNull();
        assertThat(predicted.ceilings())
                .extracting(CapacityFigures.Ceiling::limit)
                .containsExactly(LimitedBy.FUNCTION, LimitedBy.SHARDS, LimitedBy.SHARDS);
        assertThat(predicted.ceilings().get(0).rate()).isBetween(0.98 * even.limit(), 1.02 * even.limit());
        assertThat(predicted.ceilings().get(1).rate()).isEqualTo(4_000);
        assertThat(predicted.ceilings().get(2).rate()).isEqualTo(4_000_000 / 500.0);
        assertThat(predicted.sentence()).startsWith("predicted are ").endsWith("as predicted");
    }

    @Test
    void withoutAStartItBeginsAtHalfOfWhatIsPredicted() {
        CapacityFigures found = search(Parameters.FUNCTION, 1, "plumbline.capacity.start", "").found;

        assertThat(found.prediction()).isNotNull();
        assertThat(found.steps().get(0).rate())
                .isEqualTo(found.prediction().ceilings().get(0).rate() / 2);
    }

    @Test
    void nothingAboveTheCeilingIsTried() {
        CapacityFigures found = search(Parameters.FUNCTION, 1, "plumbline.capacity.ceiling", "600").found;

        assertThat(found.steps()).extracting(CapacityFigures.Step::rate).allSatisfy(rate -> assertThat(rate)
                .isLessThanOrEqualTo(600));
        assertThat(found.lastPass()).isEqualTo(600);
        assertThat(found.firstFail()).isNull();
        assertThat(found.limitedBy()).isNull();
    }

    @Test
    void anObjectiveThatIsMissedFailsTheStep() {
        // Records wait half a second for the poll of their shard alone.
        CapacityFigures found = search(Parameters.FUNCTION, 1, "plumbline.slo.endToEnd.p50", "100 ms").found;

        assertThat(found.lastPass()).isNull();
        assertThat(found.firstFail()).isNotNull();
        assertThat(found.steps()).allSatisfy(step -> {
            assertThat(step.result()).isEqualTo(Result.FAIL);
            assertThat(step.reasons()).anyMatch(reason -> reason.startsWith("end-to-end p50 is at least "));
        });
    }

    @Test
    void whatDoesNotArriveFailsItsStepAndTheSearchGoesOn() {
        CapacityFigures found = search(Parameters.FUNCTION.losing(9_001), 1, "plumbline.capacity.drain", "20 s").found;

        assertThat(found.steps())
                .filteredOn(step -> step.missing() > 0)
                .isNotEmpty()
                .allSatisfy(step -> {
                    assertThat(step.result()).isEqualTo(Result.FAIL);
                    assertThat(step.reasons().get(0)).matches("\\d+ records? did not arrive");
                });
        assertThat(found.steps().stream()
                        .mapToLong(CapacityFigures.Step::missing)
                        .sum())
                .isLessThanOrEqualTo(found.steps().size() * 3L);
        assertThat(found.steps()).filteredOn(step -> step.missing() == 0).isNotEmpty();
    }

    @Test
    void aSearchThatIsCutShortTellsWhatItHas() {
        Settings settings = TestSettings.forPipeline(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
                .settings();
        CapacityLoad load = new CapacityLoad(
                settings, new SearchPlan(settings.capacity(), Parameters.FUNCTION.setup(), 1e6, CYCLE), 1, 0);

        CapacityFigures found = load.capacity().orElseThrow();

        assertThat(found.sentence()).isEqualTo("the pipeline is not known: no step was made; the search was cut short");
        assertThat(found.lastPass()).isNull();
        assertThat(found.steps()).isEmpty();
        assertThat(found.prediction()).isNull();
        assertThat(load.standing()).isEqualTo("canaries");
    }

    @Test
    void theBacklogIsThereForThePicture() {
        Searched searched = search(Parameters.FUNCTION, 1);

        assertThat(searched.found.backlog().samples())
                .hasSizeBetween(300, 1_200)
                .allMatch(records -> records >= 0);
        double seconds = searched.found.backlog().sampleSeconds()
                * searched.found.backlog().samples().size();
        assertThat(seconds).isBetween(searched.took.toSeconds() - 10.0, searched.took.toSeconds() + 10.0);
    }
}
