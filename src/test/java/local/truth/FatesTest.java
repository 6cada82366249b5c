package local.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import local.truth.Fate.Mark;
import org.junit.jupiter.api.Test;

class FatesTest {

    private static final long T = 1_700_000_000_000_000L;

    private final Fates fates = new Fates();

    @Test
    void aRecordOfWhichNothingIsKnownHasNothing() {
        Fate fate = fate(7);
        assertThat(Mark.values()).noneMatch(fate::is);
        assertThat(fate.arrivalMicros()).isZero();
        assertThat(fate.receivedMicros()).isZero();
        assertThat(fate.doneMicros()).isZero();
        assertThat(fate.visibleMicros()).isZero();
        assertThat(fate.ordinal()).isZero();
        assertThat(fate.duplicatesByConsumer(1)).isZero();
        assertThat(fate.duplicatesByProducer(1)).isZero();
    }

    @Test
    void keepsTensOfThousandsApart() {
        LongStream.range(0, 30_000).forEach(n -> {
            fate(n).ordinal((int) n + 1);
            fate(n).arrived(T + n);
            fate(n).mark(n % 2 == 0 ? Mark.DROPPED : Mark.REFUSED);
        });
        assertThat(LongStream.range(0, 30_000))
                .allMatch(n -> fate(n).ordinal() == n + 1
                        && fate(n).arrivalMicros() == T + n
                        && fate(n).is(Mark.DROPPED) == (n % 2 == 0)
                        && fate(n).is(Mark.REFUSED) == (n % 2 == 1));
        assertThat(fates.of(fates.prefixes()).filter(fate -> fate.is(Mark.DROPPED)))
                .hasSize(15_000);
    }

    @Test
    void keepsRunsApartAndFarSequences() {
        fate(5).mark(Mark.ACKNOWLEDGED);
        Fate other = fates.of(new TraceId("another-0", 'l', 5));
        assertThat(other.is(Mark.ACKNOWLEDGED)).isFalse();
        other.mark(Mark.DROPPED);
        fate(9_999_999_999L).mark(Mark.CORRUPTED);
        assertThat(fate(5).is(Mark.ACKNOWLEDGED)).isTrue();
        assertThat(fate(5).is(Mark.DROPPED)).isFalse();
        assertThat(fates.of(fates.prefixes()).filter(fate -> fate.is(Mark.CORRUPTED)))
                .hasSize(1);
    }

    @Test
    void keepsTimesToTheMicrosecondWhateverTheirOrder() {
        Fate fate = fate(0);
        fate.visible(T, T - 1, T + 2_000_000_000);
        fate.arrived(T - 1_999_999_999);
        fate.arrived(T + 5);
        assertThat(fate.visibleMicros()).isEqualTo(T);
        assertThat(fate.receivedMicros()).isEqualTo(T - 1);
        assertThat(fate.doneMicros()).isEqualTo(T + 2_000_000_000);
        assertThat(fate.arrivalMicros()).as("the first").isEqualTo(T - 1_999_999_999);
    }

    @Test
    void keepsTimesBeyondThirtyFiveMinutesAsThatFarAway() {
        Fate fate = fate(0);
        fate.arrived(T);
        fate.visible(T + 5_000_000_000L, 0, 0);
        assertThat(fate.visibleMicros()).isEqualTo(T + Integer.MAX_VALUE);
        assertThat(fate.receivedMicros()).isZero();
    }

    @Test
    void countsRowsByTheirCopies() {
        Fate fate = fate(0);
        fate.countRow(new Delivery(1, 11, T, T));
        assertThat(fate.duplicatesByConsumer(1) + fate.duplicatesByProducer(1)).isZero();
        fate.countRow(new Delivery(1, 12, T, T));
        fate.countRow(new Delivery(1, 11, T, T));
        fate.countRow(new Delivery(1, 12, T, T));
        fate.countRow(new Delivery(1, 13, T, T));
        assertThat(fate.duplicatesByProducer(1)).isEqualTo(2);
        assertThat(fate.duplicatesByConsumer(1)).isEqualTo(2);
        assertThat(fate(1).duplicatesByProducer(1)).isZero();
    }

    private Fate fate(long sequence) {
        return fates.of(new TraceId("run-0", 'l', sequence));
    }
}
