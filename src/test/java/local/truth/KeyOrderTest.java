package local.truth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Rows into the truth in the order in which they are written; how many records are out of order, counted by hand. */
class KeyOrderTest {

    private static final long START = 1_700_000_000_000_000L;
    private static final JsonMapper JSON = new JsonMapper();

    /** @param record its sequence in its trace id; @param received microseconds after the start */
    private record Written(int record, String key, int shard, int position, int received) {

        String sequenceNumber() {
            return "49%013d%022d%019d".formatted(1_700_000_000_000L, shard, position);
        }
    }

    private final Truth truth = new Truth(() -> START, lambda -> lambda, google -> google);

    @Test
    void noneInOrder() {
        write(0, "k", 0, 0, 1);
        write(1, "k", 0, 1, 1);
        write(2, "k", 0, 2, 2);
        assertThat(overtaken(0, 1, 2)).isZero();
    }

    /** Two generators may use the same keys, and owe each other no order. */
    @Test
    void noneOvertakesARecordOfAnotherGenerator() {
        TraceId another = new TraceId("another-0", 'l', 0);
        ObjectNode early = row(1).put("trace_id", another.text())
                .put("key", "k")
                .put("kinesis_sequence_number", new Written(1, "k", 0, 1, 1).sequenceNumber())
                .put("lambda_received", stamp(1));
        truth.inserted("d.t", List.of(early), START);
        truth.of(another).mark(Fate.Mark.HANDED_OVER);
        write(0, "k", 0, 0, 5);
        assertThat(overtaken(0)).isZero();
        assertThat(truth.overtaken(Set.of("run-0", "another-0"))).isZero();
    }

    @Test
    void oneReceivedAfterAHigherOne() {
        write(1, "k", 0, 1, 2);
        write(0, "k", 0, 0, 3);
        write(2, "k", 0, 2, 4);
        assertThat(overtaken(0, 1, 2)).isEqualTo(1);
    }

    @Test
    void allThatOneOvertook() {
        write(3, "k", 0, 3, 1);
        write(0, "k", 0, 0, 2);
        write(1, "k", 0, 1, 2);
        write(2, "k", 0, 2, 3);
        assertThat(overtaken(0, 1, 2, 3)).isEqualTo(3);
    }

    @Test
    void aLateRowWasReceivedInTime() {
        write(1, "k", 0, 1, 2);
        write(2, "k", 0, 2, 3);
        write(0, "k", 0, 0, 1);
        assertThat(overtaken(0, 1, 2)).isZero();
    }

    @Test
    void aLateRowShowsThatAnEarlierOneWasOvertaken() {
        write(0, "k", 0, 0, 5);
        write(2, "k", 0, 2, 6);
        assertThat(overtaken(0, 2)).isZero();
        write(1, "k", 0, 1, 3);
        assertThat(overtaken(0, 1, 2)).isEqualTo(1);
    }

    @Test
    void anotherThanTheHighestMayHaveOvertaken() {
        write(1, "k", 0, 1, 1);
        write(2, "k", 0, 2, 9);
        write(0, "k", 0, 0, 5);
        assertThat(overtaken(0, 1, 2)).isEqualTo(1);
    }

    @Test
    void aSecondCopyDoesNotOvertake() {
        write(0, "k", 0, 0, 1);
        write(1, "k", 0, 1, 2);
        write(0, "k", 0, 2, 2);
        write(2, "k", 0, 3, 3);
        write(2, "k", 0, 3, 9);
        assertThat(overtaken(0, 1, 2)).isZero();
    }

    @Test
    void theFirstDeliveryIsTheOneReceivedFirstWhicheverIsWrittenFirst() {
        write(0, "k", 0, 2, 4);
        write(1, "k", 0, 1, 3);
        assertThat(overtaken(0, 1)).isZero();
        write(0, "k", 0, 0, 1);
        assertThat(overtaken(0, 1)).isZero();
        write(1, "k", 0, 3, 0);
        assertThat(overtaken(0, 1)).as("the copy of 1 came before 0").isEqualTo(1);
    }

    @Test
    void ofCopiesReceivedAtOnceTheLowerCounts() {
        write(0, "k", 0, 0, 5);
        write(1, "k", 0, 2, 3);
        write(1, "k", 0, 1, 3);
        write(2, "k", 0, 3, 3);
        assertThat(overtaken(0, 1, 2)).isEqualTo(1);
    }

    @Test
    void keysDoNotOvertakeEachOther() {
        write(0, "k", 0, 0, 3);
        write(1, "other", 0, 1, 1);
        write(2, "k", 0, 2, 3);
        write(3, "other", 0, 3, 2);
        write(4, "other", 0, 2, 3);
        assertThat(overtaken(0, 1, 2, 3, 4)).isEqualTo(1);
    }

    @Test
    void aShardsNumbersLieAboveThoseOfTheOneBefore() {
        write(0, "k", 1, 0, 1);
        write(1, "k", 0, 7, 2);
        write(2, "k", 2, 0, 2);
        write(3, "k", 0, 8, 1);
        assertThat(overtaken(0, 1, 2, 3)).as("record 1, by 0 and by 3").isEqualTo(1);
    }

    @Test
    void positionsBeyondNineDigits() {
        write(0, "k", 0, 999_999_999, 2);
        write(1, "k", 0, 1_000_000_000, 1);
        assertThat(overtaken(0, 1)).isEqualTo(1);
    }

    @Test
    void onlyWhatArrivedAndWasHandedOverCounts() {
        write(0, "k", 0, 0, 3);
        write(1, "k", 0, 1, 1);
        write(2, "k", 0, 2, 5);
        truth.acknowledged(id(3));
        assertThat(overtaken(0, 2, 3)).as("without 1").isZero();
        assertThat(overtaken(1)).as("with 1").isEqualTo(1);
    }

    @Test
    void rowsWithoutAKeyOrAStampHaveNoOrder() {
        truth.inserted(
                "d.t", List.of(row(0).put("kinesis_sequence_number", "2").put("lambda_received", stamp(5))), START);
        truth.inserted("d.t", List.of(row(1).put("kinesis_sequence_number", "3").put("key", "k")), START);
        write(2, "k", 0, 1, 5);
        write(3, "k", 0, 2, 4);
        assertThat(overtaken(0, 1, 2, 3)).isEqualTo(1);
    }

    /** Any rows: which records, shards and stamps they have falls out of the numbers. */
    @Property
    void asCountedRecordByRecord(@ForAll @Size(max = 60) List<@IntRange(max = 9_999) Integer> numbers) {
        Truth fresh = new Truth(() -> START, lambda -> lambda, google -> google);
        List<Written> rows = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int n = numbers.get(i);
            int record = n % 20;
            rows.add(new Written(record, "key-" + record % 3, n / 20 % 2, (n * 31 + i) % 50 * 100 + i, n / 40 % 12));
        }
        rows.forEach(row -> write(fresh, row));
        rows.forEach(row -> fresh.of(id(row.record())).mark(Fate.Mark.HANDED_OVER));
        assertThat(fresh.overtaken(Set.of("run-0"))).isEqualTo(byEachPair(rows));
    }

    private static long byEachPair(List<Written> rows) {
        Comparator<Written> byStamp = Comparator.comparingInt(Written::received).thenComparing(Written::sequenceNumber);
        Map<Integer, Written> first = new HashMap<>();
        rows.forEach(row -> first.merge(row.record(), row, (a, b) -> byStamp.compare(a, b) <= 0 ? a : b));
        return first.values().stream()
                .filter(one -> first.values().stream()
                        .anyMatch(other -> other.key().equals(one.key())
                                && other.sequenceNumber().compareTo(one.sequenceNumber()) > 0
                                && other.received() < one.received()))
                .count();
    }

    private void write(int record, String key, int shard, int position, int received) {
        write(truth, new Written(record, key, shard, position, received));
    }

    private static void write(Truth truth, Written row) {
        ObjectNode columns = row(row.record())
                .put("key", row.key())
                .put("kinesis_sequence_number", row.sequenceNumber())
                .put("lambda_received", stamp(row.received()));
        truth.inserted("d.t", List.of(columns), START);
    }

    private static ObjectNode row(int record) {
        return JSON.createObjectNode().put("trace_id", id(record).text());
    }

    private static String stamp(int afterMicros) {
        return Instant.EPOCH.plusNanos((START + afterMicros) * 1_000).toString();
    }

    private static TraceId id(int record) {
        return new TraceId("run-0", 'l', record);
    }

    private long overtaken(int... handedOver) {
        for (int record : handedOver) {
            truth.of(id(record)).mark(Fate.Mark.HANDED_OVER);
        }
        return truth.overtaken(Set.of("run-0"));
    }
}
