package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.acceptance.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import simulations.BatchSimulation;
import simulations.CapacitySimulation;
import simulations.ComponentSimulation;
import simulations.ConstantRateSimulation;
import simulations.EndToEndSimulation;
import simulations.HotShardSimulation;
import simulations.PutOnlySimulation;
import simulations.RecoverySimulation;
import simulations.SeedMethodSimulation;
import simulations.SmokeSimulation;
import simulations.SoakSimulation;
import simulations.SpikeSimulation;
import simulations.StairSimulation;

/** Every simulation that there is, with little load: it passes, and what it counts is the truth. */
@Execution(ExecutionMode.CONCURRENT)
class SimulationsTest {

    private static final List<Little> ALL = List.of(
            new Little(SmokeSimulation.class, 60, Map.of()),
            new Little(
                    EndToEndSimulation.class,
                    5,
                    Map.of(
                            "plumbline.load.users", "5",
                            "plumbline.load.ramp", "1 s",
                            "plumbline.load.rampDown", "1 s",
                            "plumbline.load.pause", "100 ms")),
            new Little(ConstantRateSimulation.class, 60, Map.of()),
            new Little(BatchSimulation.class, 1_500, Map.of("plumbline.load.rate", "1", "local.shards", "2")),
            new Little(
                    SoakSimulation.class, 80, Map.of("plumbline.load.ramp", "1 s", "plumbline.load.rampDown", "1 s")),
            new Little(
                    SpikeSimulation.class,
                    80,
                    Map.of(
                            "plumbline.load.peakRate", "60",
                            "plumbline.load.ramp", "1 s",
                            "plumbline.load.rampDown", "1 s",
                            "plumbline.load.duration", "1 s")),
            new Little(
                    StairSimulation.class,
                    60,
                    Map.of(
                            "plumbline.load.levels",
                            "3",
                            "plumbline.load.duration",
                            "1 s",
                            "plumbline.load.ramp",
                            "1 s")),
            new Little(HotShardSimulation.class, 60, Map.of("local.shards", "2", "plumbline.load.ramp", "0 s")),
            new Little(
                    PutOnlySimulation.class,
                    60,
                    Map.of("plumbline.load.ramp", "0 s", "plumbline.slo.endToEnd.p95", "")),
            new Little(
                    ComponentSimulation.class,
                    60,
                    Map.of("plumbline.load.ramp", "0 s", "plumbline.slo.endToEnd.p95", "")),
            new Little(
                    RecoverySimulation.class,
                    200,
                    Map.of(
                            "plumbline.load.peakRate", "60",
                            "plumbline.recovery.warmUp", "3 s",
                            "plumbline.recovery.baseline", "6 s",
                            "plumbline.recovery.disturbed", "2 s")),
            new Little(
                    CapacitySimulation.class,
                    500,
                    Map.of(
                            "plumbline.capacity.search", "quick",
                            "plumbline.capacity.start", "40",
                            "plumbline.capacity.maxTime", "20 s")),
            new Little(
                    SeedMethodSimulation.class,
                    5,
                    Map.of(
                            "plumbline.load.users", "5",
                            "plumbline.load.ramp", "1 s",
                            "plumbline.load.rampDown", "1 s")));

    @TempDir
    Path folder;

    /** @param records that it puts at least */
    private record Little(Class<? extends Simulation> simulation, long records, Map<String, String> settings) {

        @Override
        public String toString() {
            return simulation.getSimpleName();
        }
    }

    /** Those that differ from the others by their profiles only, or whose actions other tests run as well. */
    private static final Set<Class<? extends Simulation>> LIKE_OTHERS = Set.of(
            SmokeSimulation.class,
            CapacitySimulation.class,
            BatchSimulation.class,
            PutOnlySimulation.class,
            SeedMethodSimulation.class,
            ConstantRateSimulation.class,
            SoakSimulation.class,
            SpikeSimulation.class,
            StairSimulation.class,
            HotShardSimulation.class);

    static Stream<Little> ofTheirOwn() {
        return ALL.stream().filter(little -> !LIKE_OTHERS.contains(little.simulation()));
    }

    static Stream<Little> likeOthers() {
        return ALL.stream().filter(little -> LIKE_OTHERS.contains(little.simulation()));
    }

    @ParameterizedTest
    @MethodSource("likeOthers")
    @Tag("conscience")
    void thoseLikeOthersPassToo(Little load) {
        passesAndCountsTheTruth(load);
    }

    @ParameterizedTest
    @MethodSource("ofTheirOwn")
    void passesAndCountsTheTruth(Little load) {
        Program program = Program.gatling(folder, load.simulation(), Map.of()).patient();
        load.settings().forEach(program::set);
        Ended ended = program.run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.count("intended")).isGreaterThanOrEqualTo(load.records());
        ExitCodeTest.assertCountsEqualTheTruth(ended);
        if (load.simulation() == ComponentSimulation.class) {
            assertEachComponentWasCalled(ended);
        }
    }

    private static void assertEachComponentWasCalled(Ended ended) {
        long records = ended.count("intended");
        assertThat(ended.run().at("/kinesisPut/count").asLong()).isEqualTo(records);
        assertThat(ended.run().path("calls")).hasSize(2).allSatisfy(call -> assertThat(
                        call.path("count").asLong() + call.path("failed").asLong())
                .isEqualTo(records));
        for (String component : List.of("kinesis", "lambda", "bigquery")) {
            assertThat(ended.summary()
                            .at("/metrics/component_" + component + "_latency/values/avg")
                            .asDouble())
                    .isPositive();
        }
    }

    @Test
    void noneIsMissing() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "java", "simulations"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .filter(name -> name.endsWith("Simulation")))
                    .containsExactlyInAnyOrderElementsOf(
                            ALL.stream().map(Little::toString).toList());
        }
    }
}
