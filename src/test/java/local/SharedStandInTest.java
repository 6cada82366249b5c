package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.SharedStandIn;
import io.plumbline.WireGenerator;
import io.plumbline.run.StandIn;
import io.plumbline.run.StandIn.SentRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators that join one stand-in: a process of its own, real clients, a truth for each and one over all. */
class SharedStandInTest {

    private static final int RECORDS = 150;

    @TempDir
    private Path folder;

    private final WireGenerator first = new WireGenerator("test-first-abcd");
    private final WireGenerator second = new WireGenerator("test-second-abcd");
    private final WireGenerator killed = new WireGenerator("test-killed-abcd");

    @AfterEach
    void clearSettings() {
        System.clearProperty("local.join");
    }

    @Test
    void eachLearnsTheTruthAboutItsOwnRecordsAndTheStandInThatAboutAll() throws Exception {
        assumeThat(System.getProperty("os.name"))
                .as("a process is asked to end by a POSIX signal")
                .doesNotStartWith("Windows");
        try (SharedStandIn shared =
                SharedStandIn.start(folder, Map.of("local.faults.drop.ordinals", "7,100-101,250"))) {
            System.setProperty("local.join", shared.address());
            StandIn.Running ofFirst = join("first");
            StandIn.Running ofSecond = join("second");
            Map<String, String> environment = ofFirst.environment();
            assertThat(ofSecond.environment()).isEqualTo(environment);
            CompletableFuture<List<SentRecord>> beside =
                    CompletableFuture.supplyAsync(() -> second.send(RECORDS, environment));
            List<SentRecord> sentByFirst = first.send(RECORDS, environment);
            List<SentRecord> sentBySecond = beside.join();
            WireGenerator.awaitRows(2 * RECORDS - 4, environment, first, second);

            JsonNode truthOfFirst = finish(ofFirst, sentByFirst, 5, "first");
            assertThat(count(truthOfFirst, "intended")).isEqualTo(RECORDS + 5);
            assertThat(counts(shared.truth())).isEqualTo(counts(truthOfFirst));
            int lostByFirst = truthOfFirst.get("lost").size();
            assertThat(shared.truth().get("notHandedOver").toString())
                    .isEqualTo(untold(second, RECORDS, RECORDS - 4 + lostByFirst));

            JsonNode truthOfSecond = finish(ofSecond, sentBySecond, 0, "second");
            assertThat(ofFirst.isAlive()).as("it stays").isTrue();
            assertSum(shared.truth(), truthOfFirst, truthOfSecond);
            assertThat(shared.truth().get("lost"))
                    .hasSize(4)
                    .isEqualTo(shared.truth().get("dropped"));
            assertThat(shared.truth().get("notHandedOver")).isEmpty();
            assertThatThrownBy(() -> ofFirst.finish(sentByFirst.stream(), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("handed over before whose ids begin with " + first.prefix());

            killed.send(20, environment);
            WireGenerator.awaitRows(20, environment, killed);
            JsonNode all = shared.stop();
            assertSum(all, truthOfFirst, truthOfSecond);
            assertThat(all.get("notHandedOver").toString()).isEqualTo(untold(killed, 20, 20));
            assertThat(ofFirst.isAlive()).isFalse();
            assertThatThrownBy(() -> ofFirst.finish(sentByFirst.stream(), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("The stand-in at " + shared.address() + " takes no hand-over");
        }
    }

    private StandIn.Running join(String name) throws IOException {
        return ServiceLoader.load(StandIn.class).findFirst().orElseThrow().start(truthFile(name));
    }

    private JsonNode finish(StandIn.Running running, List<SentRecord> sent, long unsent, String name)
            throws IOException {
        running.finish(sent.stream(), unsent);
        running.close();
        JsonNode truth = new JsonMapper().readTree(truthFile(name).toFile());
        assertThat(count(truth, "onTime") + count(truth, "lost")).isEqualTo(sent.size());
        assertThat(truth.get("lost")).hasSize((int) count(truth, "lost"));
        assertThat(truth.at("/endToEnd/count").asInt()).isEqualTo((int) count(truth, "onTime"));
        assertThat(count(truth, "foreign")).isZero();
        return truth;
    }

    private Path truthFile(String name) {
        return folder.resolve(name).resolve("local-truth.json");
    }

    private static void assertSum(JsonNode all, JsonNode one, JsonNode other) {
        assertThat(all.get("counts").properties()).isNotEmpty().allSatisfy(count -> assertThat(
                        count.getValue().asLong())
                .as(count.getKey())
                .isEqualTo(count(one, count.getKey()) + count(other, count.getKey())));
        TreeSet<String> lost = new TreeSet<>();
        List.of(one, other).forEach(truth -> truth.get("lost").forEach(id -> lost.add(id.asText())));
        assertThat(all.get("lost")).extracting(JsonNode::asText).containsExactlyElementsOf(lost);
        assertThat(all.at("/endToEnd/count").asLong())
                .isEqualTo(one.at("/endToEnd/count").asLong()
                        + other.at("/endToEnd/count").asLong());
        assertThat(all.at("/endToEnd/min").asDouble())
                .isEqualTo(Math.min(
                        one.at("/endToEnd/min").asDouble(),
                        other.at("/endToEnd/min").asDouble()));
    }

    private static String untold(WireGenerator generator, int accepted, int inTable) {
        return "[{\"idsBeginWith\":\"%s\",\"accepted\":%d,\"inTable\":%d}]"
                .formatted(generator.prefix(), accepted, inTable);
    }

    private static JsonNode counts(JsonNode truth) {
        return truth.get("counts");
    }

    private static long count(JsonNode truth, String name) {
        return counts(truth).get(name).asLong();
    }
}
