package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens when authors forget something, records get lost, or somebody stops the run. */
@Isolated("the generator's health is tested")
class SafetyTest {

    private static final Pattern STANDING = Pattern.compile(
            "\nplumbline: \\d+ sent, \\d+ in flight, \\d+ arrived, \\d+ late, 0 lost, p95 [\\d.]+ m?s, polled .* ago\n");

    /** The defaults, which other programs of the tests do without. */
    private static final Map<String, String> LIMITS = Map.of(
            "plumbline.generator.maxLateness", "500 ms",
            "plumbline.generator.maxPause", "2 s",
            "plumbline.generator.maxCpu", "95 %",
            "plumbline.generator.minRate", "99.5 %");

    private static final Pattern ACTIVE = Pattern.compile("active: +(\\d+)");

    @TempDir
    Path folder;

    @Test
    void withoutTheAssertionAFailedRunFailsAllTheSame() {
        Ended ended = Program.gatling(
                        folder, ForgottenVerdictSimulation.class, Map.of("local.faults.drop.ordinals", "7"))
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("FAIL");
        assertThat(ended.count("lost")).isEqualTo(1);
    }

    @Test
    void withoutAccountingTheRunIsInvalid() {
        Ended ended = Program.gatling(folder, ForgottenAccountingSimulation.class, Map.of())
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
        assertThat(ended.run().path("reasons").toString()).contains("accounted(…) is missing");
        assertThat(ended.count("intended")).isEqualTo(60);
    }

    @Test
    void aSignalLeavesWhatIsKnownAndCallsNothingLost() throws IOException {
        Path samples = folder.resolve("samples.json");
        Program program = Program.gatling(
                folder,
                ForgottenVerdictSimulation.class,
                Map.of(
                        "plumbline.load.duration", "60 s",
                        "plumbline.results.samples", samples.toString(),
                        "gatling.data.console.writePeriod", "1"));
        Process process = program.start();
        program.awaitConsole(process, "> Log record / End to end");
        process.destroy();

        Ended ended = program.ended(process);

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
        assertThat(ended.run().path("reasons").toString()).contains("the run was interrupted");
        assertThat(ended.count("lost")).isZero();
        assertThat(ended.count("intended")).isEqualTo(20 * 60);
        assertThat(ended.count("unsent")).isPositive();
        JsonNode counts = ended.run().path("counts");
        assertThat(
                        List.of("unsent", "rejected", "ambiguous", "onTime", "late", "lost", "unresolved", "untimed")
                                .stream()
                                .mapToLong(state -> counts.path(state).asLong())
                                .sum())
                .isEqualTo(counts.path("intended").asLong())
                .isPositive();
        assertResultsAreWhole(ended);
        assertThat(ended.console())
                .contains("\nINVALID: the run was interrupted")
                .containsPattern(STANDING);
        assertThat(Files.readString(samples)).endsWith("}\n");
        assertThat(Files.readAllLines(samples))
                .filteredOn(line -> line.startsWith("{\"metric\":\"end_to_end_latency_ms\""))
                .hasSize((int) (ended.count("onTime") + ended.count("late")));
    }

    private static void assertResultsAreWhole(Ended ended) throws IOException {
        try (Stream<Path> all = Files.walk(ended.results())) {
            List<String> files = all.filter(Files::isRegularFile)
                    .map(file -> ended.results().relativize(file).toString().replace('\\', '/'))
                    .toList();
            assertThat(files)
                    .contains(
                            "run.json",
                            "e2e-summary.json",
                            "junit.xml",
                            "latencies.hlog",
                            "records.ndjson.gz",
                            "report.html",
                            "report/index.html",
                            "report/report.css",
                            "local-truth.json")
                    .noneMatch(file -> file.endsWith(".part"));
        }
        assertThat(ended.results().resolve("report.html")).content().endsWith("</html>\n");
        assertThat(ended.records()).isNotNull();
    }

    @Test
    @Tag("conscience")
    void lostRecordsTakeNoUserOutOfAClosedModel() {
        int seconds = 15;
        Ended ended = Program.gatling(
                        folder,
                        ClosedUsersSimulation.class,
                        Map.of(
                                "plumbline.load.users", "50",
                                "plumbline.load.duration", seconds + " s",
                                "local.faults.drop.probability", "0.02",
                                "gatling.data.console.writePeriod", "1"))
                .run();

        assertThat(ended.run().path("verdict").asText()).isEqualTo("FAIL");
        assertThat(ended.count("lost")).isPositive();
        assertThat(ended.run().path("counts").path("notKnown").path("unsent").asText())
                .contains("a closed load has no planned moments");
        ExitCodeTest.assertCountsEqualTheTruth(ended);
        // Gatling's count of users at work, once a second; Accounting's lines say 0 or 1. Gatling replaces users by
        // batches, so a second's look may find some of them missing; a user who were stuck would be missing for good.
        List<Integer> active = ACTIVE.matcher(ended.console())
                .results()
                .map(line -> Integer.valueOf(line.group(1)))
                .filter(users -> users > 1)
                .toList();
        assertThat(active).hasSizeGreaterThanOrEqualTo(seconds - 2);
        assertThat(active).filteredOn(users -> users == 50).hasSizeGreaterThanOrEqualTo(active.size() / 2);
        assertThat(active.subList(seconds - 5, seconds - 2)).contains(50);
        Duration whole = Duration.between(time(ended, "start"), time(ended, "end"));
        assertThat(whole).isLessThan(Duration.ofSeconds(seconds + 8 + 4 + 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aGeneratorThatWasStoppedIsInvalidAndItsUsersWaitIsMeasured() throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(LIMITS);
        settings.put("plumbline.load.duration", "8 s");
        settings.put("gatling.data.console.writePeriod", "1");
        Program program = Program.gatling(folder, OpenUsersSimulation.class, settings);
        Process process = program.start();
        program.awaitConsole(process, "> Log record / End to end");
        signal("STOP", process);
        assertThat(process.waitFor(3_000, TimeUnit.MILLISECONDS)).isFalse();
        signal("CONT", process);

        Ended ended = program.ended(process);

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
        assertThat(ended.run().path("reasons").toString())
                .contains("plumbline.generator.maxPause is 2 s", "plumbline.generator.maxLateness is 500 ms");
        JsonNode generator = ended.run().path("generator");
        assertThat(generator.path("valid").asBoolean(true)).isFalse();
        assertThat(generator.path("lateness").path("max").asDouble()).isGreaterThan(2_900);
        assertThat(generator.path("scheduleLag").path("max").asDouble()).isGreaterThan(2_900);
        assertThat(generator.path("intendedLatency").path("max").path("lower").asDouble())
                .isGreaterThan(2_900);
        assertThat(ended.count("intended")).isEqualTo(160);
        assertThat(ended.count("lost")).isZero();
        assertThat(ended.count("unsent")).isZero();
    }

    @Test
    @Tag("conscience")
    void aHealthyGeneratorIsValidAndKeepsItsPlan() {
        Map<String, String> settings = new HashMap<>(LIMITS);
        settings.put("plumbline.load.duration", "6 s");

        Ended ended =
                Program.gatling(folder, OpenUsersSimulation.class, settings).run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        JsonNode generator = ended.run().path("generator");
        assertThat(generator.path("valid").asBoolean()).isTrue();
        assertThat(generator.path("plannedRate").asDouble()).isCloseTo(20, within(0.2));
        assertThat(generator.path("achievedRate").asDouble()).isCloseTo(20, within(2.0));
        assertThat(generator.path("scheduleLag").path("count").asLong()).isEqualTo(120);
        assertThat(generator.path("intendedLatency").path("count").asLong()).isEqualTo(120);
        assertThat(ended.run().path("counts").path("notKnown").has("unsent")).isFalse();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static Instant time(Ended ended, String name) {
        return Instant.parse(ended.run().path("times").path(name).asText());
    }
}
