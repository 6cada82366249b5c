package local.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import local.kinesis.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthFileTest {

    private static final long SENT = 1_700_000_000_000_000L;
    private static final long DEADLINE = SENT + 30_000_000;

    private long nowMicros = SENT;
    private final Truth truth = new Truth(() -> nowMicros, lambda -> lambda - 500, google -> google - 7_000);
    private final TruthFile file = new TruthFile(truth);

    @Test
    void countsEachOutcome() {
        arrives(0, DEADLINE);
        arrives(1, DEADLINE + 1);
        puts(2);
        truth.acknowledged(id(2));
        truth.refused(id(3));
        puts(4);
        truth.unanswered(id(4));
        puts(6);
        truth.acknowledged(id(6));
        for (int i = 0; i < 6; i++) {
            hand(i, true, false);
        }
        hand(6, false, false);
        hand(7, true, true);
        file.line("{\"unsent\":3}");

        JsonNode counts = file.toJson().get("counts");
        assertThat(counts.get("intended").asInt()).isEqualTo(11);
        assertThat(counts.get("unsent").asInt()).isEqualTo(3);
        assertThat(counts.get("onTime").asInt()).isEqualTo(1);
        assertThat(counts.get("late").asInt()).isEqualTo(1);
        assertThat(counts.get("lost").asInt()).isEqualTo(1);
        assertThat(counts.get("rejected").asInt())
                .as("refused by Kinesis, and before it left")
                .isEqualTo(2);
        assertThat(counts.get("ambiguous").asInt())
                .as("unanswered, and never seen")
                .isEqualTo(2);
        assertThat(counts.get("untimed").asInt()).isEqualTo(1);
    }

    @Test
    void anUnansweredRecordThatArrivesIsOnTime() {
        puts(0);
        truth.unanswered(id(0));
        row(0, "1", DEADLINE);
        hand(0, true, false);
        assertThat(file.toJson().at("/counts/onTime").asInt()).isEqualTo(1);
    }

    @Test
    void aRetryThatIsTakenMakesUpForARefusal() {
        truth.refused(id(0));
        puts(0);
        truth.acknowledged(id(0));
        hand(0, true, false);
        assertThat(file.toJson().at("/counts/lost").asInt()).isEqualTo(1);
        assertThat(file.toJson().at("/counts/rejected").asInt()).isZero();
    }

    @Test
    void tellsDuplicatesByTheirSequenceNumbers() {
        arrives(0, SENT);
        row(0, "49000000000000000001", SENT);
        row(0, "49000000000000000001", SENT);
        row(0, "49000000000000000002", SENT);
        hand(0, true, false);
        JsonNode counts = file.toJson().get("counts");
        assertThat(counts.get("duplicatesByProducer").asInt()).isEqualTo(2);
        assertThat(counts.get("duplicatesByConsumer").asInt()).isEqualTo(1);
    }

    @Test
    void stagesAddUpOnTheTrueClock() {
        nowMicros = SENT + 1_000;
        puts(0);
        truth.acknowledged(id(0));
        truth.inserted(
                "d.t",
                List.of(row(0, "1").put("lambda_received", stamp(3_500)).put("lambda_done", stamp(4_500))),
                SENT + 17_000);
        hand(0, true, false);
        ObjectNode out = file.toJson();
        assertThat(out.at("/endToEnd/p50").asDouble()).isEqualTo(10.0);
        assertThat(out.get("stages"))
                .extracting(stage -> stage.get("name").asText() + " " + stage.get("p50"))
                .containsExactly(
                        "Send to Kinesis 1.0", "Kinesis to Lambda 2.0", "Lambda 1.0", "Lambda to BigQuery 6.0");
    }

    @Test
    void percentilesThatFallAmongTheLostAreNull() {
        for (int i = 0; i < 100; i++) {
            if (i < 97) {
                arrives(i, SENT + i * 1_000L);
            } else {
                puts(i);
                truth.acknowledged(id(i));
            }
            hand(i, true, false);
        }
        ObjectNode out = file.toJson();
        assertThat(out.at("/endToEnd/count").asInt()).isEqualTo(97);
        assertThat(out.at("/endToEnd/min").asDouble()).isZero();
        assertThat(out.at("/endToEnd/p50").asDouble()).isEqualTo(49.0);
        assertThat(out.at("/endToEnd/p95").asDouble()).isEqualTo(94.0);
        assertThat(out.at("/endToEnd/p99").isNull()).isTrue();
        assertThat(out.at("/endToEnd/max").isNull()).isTrue();
        assertThat(out.get("lost"))
                .extracting(JsonNode::asText)
                .containsExactly("run-0-l0000000097", "run-0-l0000000098", "run-0-l0000000099");
    }

    @Test
    void foreignRowsAndThoseOfOtherKinds() {
        arrives(0, SENT);
        hand(0, true, false);
        arrives(99, SENT);
        truth.inserted("d.t", List.of(new JsonMapper().createObjectNode().put("trace_id", "run-0-w0000000001")), SENT);
        assertThat(file.toJson().at("/counts/foreign").asInt()).isEqualTo(1);
    }

    @Test
    void countsWhatWasDroppedByItsBody() {
        puts(0);
        truth.acknowledged(id(0));
        byte[] body = "{\"traceId\":\"run-0-l0000000000\"}".getBytes(UTF_8);
        truth.dropped(new StreamRecord(0, 1, "1", 0, "k", body));
        hand(0, true, false);
        assertThat(file.toJson().get("dropped")).hasSize(1);
    }

    @Test
    void tellsWhenTheMappingReadNothing() {
        truth.stopped();
        nowMicros += 1_500_001;
        truth.resumed();
        truth.stopped();
        assertThat(file.toJson().get("pauses"))
                .extracting(pause -> pause.path("stopped").asText() + " " + pause.get("resumed"))
                .containsExactly(stamp(0) + " \"" + stamp(1_500_001) + "\"", stamp(1_500_001) + " null");
    }

    @Test
    void writesItWholeOverAnOlderOne(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("new").resolve("local-truth.json");
        file.write(target);
        hand(0, true, true);
        file.write(target);
        assertThat(new JsonMapper()
                        .readTree(target.toFile())
                        .at("/counts/rejected")
                        .asInt())
                .isEqualTo(1);
        try (var files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void refusesLinesThatAreNone() {
        assertThatThrownBy(() -> file.line("{")).hasMessageContaining("not a line of the hand-over");
        assertThatThrownBy(() -> file.line("{\"id\":\"x\",\"sent\":1,\"deadline\":1,\"timed\":true,\"refused\":false}"))
                .hasMessageContaining("not the id of a load record: x");
    }

    private static TraceId id(int i) {
        return new TraceId("run-0", 'l', i);
    }

    private static String stamp(long afterMicros) {
        return Instant.EPOCH.plusNanos((SENT + afterMicros) * 1_000).toString();
    }

    private void puts(int i) {
        truth.accepted(id(i));
        truth.stored(id(i));
    }

    private void arrives(int i, long visibleMicros) {
        puts(i);
        truth.acknowledged(id(i));
        row(i, "49000000000000000000", visibleMicros + 7_000);
    }

    private void row(int i, String sequenceNumber, long visibleMicros) {
        truth.inserted("d.t", List.of(row(i, sequenceNumber)), visibleMicros);
    }

    private static ObjectNode row(int i, String sequenceNumber) {
        return new JsonMapper()
                .createObjectNode()
                .put("trace_id", id(i).text())
                .put("key", "k" + i)
                .put("kinesis_sequence_number", sequenceNumber);
    }

    private void hand(int i, boolean timed, boolean refused) {
        file.line("{\"id\":\"%s\",\"sent\":%d,\"deadline\":%d,\"timed\":%b,\"refused\":%b}"
                .formatted(id(i).text(), SENT, DEADLINE, timed, refused));
    }
}
