package local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import local.LocalPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand records through each fault, in one thread and on a clock of its own: the truth is what was configured. */
class FaultsTest {

    private static final int RECORDS = 10_000;
    private static final double PROBABILITY = 0.02;

    /** Each record a batch of its own: one that is delivered again is one that was struck. */
    private static final String ALONE = "local.lambda.batchSize";

    /** 99.9 % of all draws of B(10,000, 0.02) lie within 3.3 standard deviations (14.0). */
    private static final double MEAN = RECORDS * PROBABILITY;

    private static final double BOUND = 3.3 * Math.sqrt(RECORDS * PROBABILITY * (1 - PROBABILITY));

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"DROP", "LATE", "CORRUPT", "THROTTLE", "PUT_TIMEOUT"})
    void strikesExactlyAsManyAsCounted(FaultKind kind) {
        LocalPath path = new LocalPath("local.faults." + kind.setting() + ".count", "123");
        assertThat(struck(kind, path.carry(RECORDS))).isEqualTo(123);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"DROP", "LATE", "CORRUPT", "THROTTLE", "PUT_TIMEOUT"})
    void strikesWithItsProbability(FaultKind kind) {
        LocalPath path = new LocalPath("local.faults." + kind.setting() + ".probability", "" + PROBABILITY);
        assertThat(struck(kind, path.carry(RECORDS))).isBetween(MEAN - BOUND, MEAN + BOUND);
    }

    private static double struck(FaultKind kind, ObjectNode truth) {
        JsonNode counts = truth.get("counts");
        String count =
                switch (kind) {
                    case DROP -> "lost";
                    case LATE -> "late";
                    case CORRUPT -> "corrupted";
                    case THROTTLE -> "rejected";
                    default -> "unanswered";
                };
        assertThat(counts.get("intended").asInt()).isEqualTo(RECORDS);
        double struck = count.equals("unanswered")
                ? truth.get("unanswered").size()
                : counts.get(count).asDouble();
        double others = kind == FaultKind.CORRUPT || kind == FaultKind.PUT_TIMEOUT ? 0 : struck;
        assertThat(counts.get("onTime").asDouble()).isEqualTo(RECORDS - others);
        return struck;
    }

    @Test
    void dropsExactlyTheOrdinalsNamed() {
        LocalPath path = new LocalPath("local.faults.drop.ordinals", "1,17,100-102");
        ObjectNode truth = path.carry(RECORDS);
        assertThat(truth.get("lost"))
                .extracting(JsonNode::asText)
                .containsExactly(path.id(0), path.id(16), path.id(99), path.id(100), path.id(101));
    }

    @Test
    void whatIsDroppedUnansweredIsAmbiguousAndNotLost() {
        LocalPath path = new LocalPath("local.faults.drop.ordinals", "5,6", "local.faults.putTimeout.ordinals", "6,7");
        JsonNode counts = path.carry(RECORDS).get("counts");
        assertThat(counts.get("lost").asInt()).isEqualTo(1);
        assertThat(counts.get("ambiguous").asInt()).isEqualTo(1);
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS - 2);
    }

    @Test
    void duplicatesByHalves() {
        LocalPath path = new LocalPath("local.faults.duplicate.count", "400");
        JsonNode counts = path.carry(RECORDS).get("counts");
        int byProducer = counts.get("duplicatesByProducer").asInt();
        int byConsumer = counts.get("duplicatesByConsumer").asInt();
        assertThat(byProducer + byConsumer).isEqualTo(400);
        // 3.3 standard deviations of B(400, 0.5).
        assertThat(byProducer).isBetween(200 - 33, 200 + 33);
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS);
    }

    @Test
    void duplicatesAndReordersWithTheirProbability() {
        JsonNode twice = new LocalPath("local.faults.duplicate.probability", "" + PROBABILITY)
                .carry(RECORDS)
                .get("counts");
        assertThat(twice.get("duplicatesByProducer").asDouble()
                        + twice.get("duplicatesByConsumer").asDouble())
                .isBetween(MEAN - BOUND, MEAN + BOUND);
        assertThat(twice.get("onTime").asInt()).isEqualTo(RECORDS);

        JsonNode overtaken = new LocalPath("local.faults.reorder.probability", "" + PROBABILITY)
                .carry(RECORDS)
                .get("counts");
        assertThat(overtaken.get("outOfOrder").asDouble()).isBetween(MEAN - BOUND, MEAN + BOUND);
        assertThat(overtaken.get("onTime").asInt()).isEqualTo(RECORDS);
    }

    @Test
    void reorderingOvertakesEachRecordStruckThatHasASuccessor() {
        LocalPath path = new LocalPath("local.faults.reorder.ordinals", "50,1234,5000-5004");
        JsonNode counts = path.carry(RECORDS).get("counts");
        assertThat(counts.get("outOfOrder").asInt()).isEqualTo(7);
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"LAMBDA_ERROR", "PARTIAL_BATCH", "INSERT_ERROR"})
    void whatIsTriedAgainArrivesOnce(FaultKind kind) {
        LocalPath path = new LocalPath("local.faults." + kind.setting() + ".count", "50", ALONE, "1");
        JsonNode counts = path.carry(RECORDS).get("counts");
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS);
        assertThat(counts.get("duplicatesByConsumer").asInt()).isZero();
        assertThat(path.redelivered()).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"LAMBDA_ERROR", "PARTIAL_BATCH", "INSERT_ERROR"})
    void whatIsTriedAgainIsStruckWithItsProbability(FaultKind kind) {
        LocalPath path = new LocalPath("local.faults." + kind.setting() + ".probability", "" + PROBABILITY, ALONE, "1");
        JsonNode counts = path.carry(RECORDS).get("counts");
        assertThat((double) path.redelivered()).isBetween(MEAN - BOUND, MEAN + BOUND);
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS);
        assertThat(counts.get("duplicatesByConsumer").asInt()).isZero();
    }

    @Test
    void theSameSeedStrikesTheSameAndAnotherSeedOthers() {
        assertThat(lost("7")).isEqualTo(lost("7")).isNotEqualTo(lost("8"));
    }

    private static JsonNode lost(String seed) {
        LocalPath path = new LocalPath("local.seed", seed, "local.faults.drop.probability", "0.05");
        return path.carry(500).get("lost");
    }

    @Test
    void onlyTheLoadIsStruckAndCounted() {
        LocalPath path = new LocalPath("local.faults.drop.ordinals", "1");
        path.put("run-0-w0000000001".getBytes(UTF_8));
        path.put("no trace id in it".getBytes(UTF_8));
        assertThat(path.carry(10).get("lost")).extracting(JsonNode::asText).containsExactly(path.id(0));
    }
}
