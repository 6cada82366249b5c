package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import simulations.SmokeSimulation;

/** In real time and over sockets, with clocks that are wrong and queries that take their time: what is printed holds. */
@Tag("conscience")
class RealTimesTest {

    /** How far two processes may be apart in reading the one clock of their machine. */
    private static final double SAME_CLOCK_MILLIS = 1;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}, insert stamps in \"{1}\"")
    @CsvSource({"1,inserted_at", "2,''", "3,inserted_at", "4,''", "5,inserted_at"})
    void truePercentilesAndStagesLieInThePrintedBounds(int seed, String insertStamp) {
        Map<String, String> settings = latenciesAndClocks(new SplittableRandom(seed));
        settings.put("local.seed", Integer.toString(seed));
        settings.put("plumbline.columns.inserted", insertStamp);

        Ended ended = Program.gatling(folder, SmokeSimulation.class, settings).run();

        System.out.printf(
                "seed %d: truly %s, printed %s%n",
                seed, ended.truth().path("endToEnd"), ended.run().path("endToEnd"));
        TruthTest.assertCounts(ended);
        TruthTest.assertPercentiles(ended);
        ended.truth().path("stages").forEach(truth -> assertStage(ended, truth, settings));
        assertThat(ended.truth().path("stages")).hasSize(4);
        assertThat(ended.run().path("stages"))
                .as("%s: %s", settings, ended.run().path("stages"))
                .isNotEmpty()
                .allMatch(stage -> stage.path("valid").asBoolean()
                        && stage.path("negative").asLong() == 0);
    }

    @RepeatedTest(10)
    void aCleanRunProvesItselfByAllItsControls(RepetitionInfo run) {
        Ended ended = Program.gatling(
                        folder,
                        SmokeSimulation.class,
                        Map.of("local.shards", "2", "local.seed", Integer.toString(run.getCurrentRepetition())))
                .run();

        JsonNode controls = ended.run().path("controls");
        System.out.printf("run %d of %d: %s%n", run.getCurrentRepetition(), run.getTotalRepetitions(), controls);
        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isEqualTo("PASS");
        assertThat(controls).hasSize(3).allSatisfy(control -> {
            assertThat(control.path("planted").asInt()).isEqualTo(2);
            assertThat(control.path("conclusive").asInt()).isEqualTo(2);
            assertThat(control.path("held").asBoolean()).isTrue();
        });
    }

    private static Map<String, String> latenciesAndClocks(SplittableRandom random) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "plumbline.load.rate", "40",
                "plumbline.load.duration", "15 s",
                "plumbline.arrival.within", "15 s",
                "plumbline.arrival.drain", "15 s",
                "local.shards", "2",
                "local.latency.put", "5ms..40ms",
                "local.latency.deliver", "20ms~" + random.nextInt(100, 400) + "ms",
                "local.latency.function", "10ms.." + random.nextInt(20, 100) + "ms",
                "local.latency.insert", "30ms~" + random.nextInt(100, 600) + "ms",
                "local.latency.query", "200ms..1200ms"));
        for (String party : new String[] {"aws", "lambda", "gcp"}) {
            settings.put("local.clock." + party + ".skew", random.nextInt(-5_000, 5_001) + "ms");
            settings.put("local.clock." + party + ".drift", Integer.toString(random.nextInt(-50, 51)));
        }
        return settings;
    }

    private static void assertStage(Ended ended, JsonNode truth, Map<String, String> settings) {
        String name = truth.path("name").asText();
        boolean stamped = !settings.get("plumbline.columns.inserted").isEmpty();
        String printed = name.equals("Lambda to BigQuery") && !stamped ? "Lambda to visible" : name;
        JsonNode stage = StreamSupport.stream(ended.run().path("stages").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(printed))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed + " is missing in " + ended.run()));
        double bound = stage.path("bound").asDouble() + SAME_CLOCK_MILLIS;
        System.out.printf(
                "%s: truly %s ms, printed %s ± %s ms%n", printed, truth.path("p50"), stage.path("p50"), bound);
        assertThat(stage.path("p50").asDouble())
                .as("%s with %s", printed, settings)
                .isCloseTo(truth.path("p50").asDouble(), within(bound));
    }
}
