package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import local.ChildStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import simulations.SmokeSimulation;

/** A user's mistake is told in one message each, with the setting and its origin; nothing is sent. */
@Execution(ExecutionMode.CONCURRENT)
class MistakesTest {

    @TempDir
    Path folder;

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(
                        Map.of("plumbline.arrival.witin", "5 s"),
                        "plumbline.arrival.witin",
                        "did you mean `plumbline.arrival.within`?"),
                Arguments.of(
                        Map.of("plumbline.load.duration", "3 parsecs"), "plumbline.load.duration", "\"3 parsecs\""),
                Arguments.of(Map.of("plumbline.load.rate", "0"), "plumbline.load.rate", "-Dplumbline.load.rate"),
                Arguments.of(
                        Map.of("plumbline.bigquery.table", "p.d.events"),
                        "plumbline.kinesis.stream",
                        "KINESIS_STREAM_NAME"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aWrongSettingIsNamed(Map<String, String> settings, String setting, String hint) {
        Ended ended = Program.gatling(folder, SmokeSimulation.class, settings).run();

        assertStoppedBecause(ended, setting, hint);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        Ended ended = Program.gatling(
                        folder,
                        SmokeSimulation.class,
                        Map.of(
                                "plumbline.load.rate",
                                "0",
                                "plumbline.arrival.drain",
                                "soon",
                                "plumbline.slo.lots",
                                "1"))
                .run();

        assertStoppedBecause(ended, "plumbline.load.rate", "plumbline.arrival.drain", "plumbline.slo.lots");
    }

    @ParameterizedTest
    @CsvSource({
        "outside, the load of Search is decided while it goes on",
        "beside, a load whose rate is decided while it goes on has its pipeline for itself"
    })
    void aSearchWhereNoneCanBe(String where, String why) {
        Ended ended = Program.gatling(folder, MisplacedSearchSimulation.class, Map.of("misplaced", where))
                .run();

        assertStoppedBecause(ended, why);
    }

    @Test
    void aBadFileIsToldWordByWord() throws IOException {
        Path files = Path.of("src/test/resources/bad-settings").toAbsolutePath();
        Ended ended = Program.gatling(
                        folder,
                        SmokeSimulation.class,
                        Map.of(
                                "config.file",
                                files.resolve("table-in-backquotes.conf").toString()))
                .run();

        List<String> told = Files.readAllLines(files.resolve("table-in-backquotes.txt")).stream()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring("  - ".length()).replace("application.conf", "table-in-backquotes.conf"))
                .toList();
        assertThat(told).isNotEmpty();
        assertStoppedBecause(ended, told.toArray(String[]::new));
    }

    @Test
    void aMissingStreamAndAWrongColumnAreToldTogetherAndNothingIsSent() throws IOException {
        try (StandIn.Running standIn = standIn()) {
            Map<String, String> environment = new HashMap<>(standIn.environment());
            environment.put("KINESIS_STREAM_NAME", "nowhere");

            Ended ended = Program.gatling(
                            folder, SmokeSimulation.class, Map.of("plumbline.columns.lambdaDone", "finished_at"))
                    .environment(environment)
                    .run();

            assertStoppedBecause(ended, "stream nowhere", "plumbline.columns.lambdaDone", "`finished_at`");
        }
    }

    @Test
    void aTableThatDoesNotAnswerIsToldAndNothingIsSent() throws IOException {
        try (StandIn.Running standIn = standIn();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new HashMap<>(standIn.environment());
            taken.close();
            environment.put("BIGQUERY_EMULATOR_HOST", "127.0.0.1:" + taken.getLocalPort());

            Ended ended = Program.gatling(folder, SmokeSimulation.class, Map.of())
                    .environment(environment)
                    .run();

            assertStoppedBecause(ended, "BigQuery does not answer");
        }
    }

    private StandIn.Running standIn() throws IOException {
        return new ChildStandIn(Map.of()).start(folder.resolve("truth.json"));
    }

    private static void assertStoppedBecause(Ended ended, String... words) {
        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.console())
                .contains(words)
                .contains("nothing was sent")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(ended.results().resolve("run.json")).doesNotExist();
    }
}
