package local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a shard keeps, and what it forgets. */
class ShardTest {

    private static final int DATA_BYTES = 1_000;
    private static final long HELD_BYTES = 10_000;
    private static final long START_MILLIS = 1_700_000_000_000L;

    private final Shard shard = new Shard(3, BigInteger.ZERO, BigInteger.ONE, START_MILLIS, HELD_BYTES);
    private long nowMillis = START_MILLIS;

    @Test
    void forgetsTheOldestByBytes() {
        put(100);
        List<StreamRecord> held = read();
        assertThat(held).hasSizeBetween(8, 10);
        assertThat(held.get(held.size() - 1).position()).isEqualTo(99);
        assertThat(held.stream().mapToLong(StreamRecord::position))
                .as("no gaps")
                .containsExactlyElementsOf(
                        LongStream.range(100 - held.size(), 100).boxed().toList());
        assertThat(shard.trimHorizon()).isEqualTo(held.get(0).position());
    }

    @Test
    void forgetsTheOldestByAge() {
        put(2);
        nowMillis += Shard.RETENTION.toMillis();
        put(1);
        assertThat(read()).hasSize(3);
        nowMillis++;
        put(1);
        assertThat(read()).extracting(StreamRecord::position).containsExactly(2L, 3L);
    }

    @Test
    void keepsForAFollowerWhatItHasNotReadAndHasNoRoomMeanwhile() {
        put(1);
        Shard.Follower follower = shard.follow();
        put(20);
        assertThat(shard.hasRoom()).isFalse();
        assertThat(shard.trimHorizon()).as("all that it is to see").isEqualTo(1);

        List<StreamRecord> first = follower.peek(15, Long.MAX_VALUE);
        assertThat(first).extracting(StreamRecord::position).startsWith(1L).endsWith(15L);
        assertThat(follower.peek(1, Long.MAX_VALUE)).as("a peek moves nothing").isEqualTo(first.subList(0, 1));
        follower.passed(first.get(14));

        assertThat(shard.hasRoom()).isTrue();
        put(1);
        assertThat(shard.trimHorizon()).isBetween(12L, 16L);
        assertThat(follower.isAtEnd()).isFalse();
        assertThat(follower.peek(100, Long.MAX_VALUE))
                .extracting(StreamRecord::position)
                .containsExactly(16L, 17L, 18L, 19L, 20L, 21L);
    }

    @Test
    void keepsForTheSlowestFollower() {
        Shard.Follower fast = shard.follow();
        Shard.Follower slow = shard.follow();
        put(20);
        fast.passed(read().get(19));
        assertThat(fast.isAtEnd()).isTrue();
        assertThat(shard.hasRoom()).isFalse();
        slow.passed(read().get(19));
        assertThat(shard.hasRoom()).isTrue();
    }

    @Test
    void forgetsByAgeEvenWhatAFollowerHasNotRead() {
        Shard.Follower follower = shard.follow();
        put(1);
        nowMillis += Shard.RETENTION.toMillis() + 1;
        put(1);
        assertThat(follower.peek(10, Long.MAX_VALUE))
                .extracting(StreamRecord::position)
                .containsExactly(1L);
    }

    @Test
    void numbersRecordsByShardAndPosition() {
        put(2);
        String number = read().get(1).sequenceNumber();
        assertThat(number).isEqualTo("49" + "1700000000000" + "0000000000000000000003" + "0000000000000000001");
        assertThat(shard.sequenceNumber(1)).isEqualTo(number);
        assertThat(shard.positionOf(number)).hasValue(1);
        assertThat(shard.positionOf(shard.sequenceNumber(9_876_543_210L))).hasValue(9_876_543_210L);
        assertThat(shard.positionOf("49" + "1".repeat(54))).isEmpty();
        assertThat(shard.positionOf(number.substring(1))).isEmpty();
        assertThat(shard.positionOf(number.substring(0, 55) + "x")).isEmpty();
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            shard.append("k", new byte[DATA_BYTES], nowMillis, 0);
        }
    }

    private List<StreamRecord> read() {
        return shard.read(0, 1_000, Long.MAX_VALUE);
    }
}
