package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

    private static final TraceIds IDS = new TraceIds("nightly-x7k2", 0);

    @Test
    void showsRunGeneratorKindAndSequence() {
        assertThat(IDS.load(42)).isEqualTo("nightly-x7k2-0-l0000000042");
        assertThat(new TraceIds("nightly-x7k2", 3).load(0)).isEqualTo("nightly-x7k2-3-l0000000000");
    }

    @Test
    void knowsOnlyItsOwnIds() {
        assertThat(IDS.sequenceOf("nightly-x7k2-1-l0000000042")).isEmpty();
        assertThat(IDS.sequenceOf("nightly-x7k2-0-w0000000042")).isEmpty();
        assertThat(IDS.sequenceOf("nightly-x7k2-0-l000000042")).isEmpty();
        assertThat(IDS.sequenceOf("nightly-x7k2-0-l00000000420")).isEmpty();
        assertThat(IDS.sequenceOf("nightly-x7k2-0-l00000000-1")).isEmpty();
        assertThat(IDS.sequenceOf("nightly-x7k2-0-l000000004٢")).isEmpty();
        assertThat(IDS.sequenceOf("")).isEmpty();
    }

    @Test
    void refusesSequencesThatDoNotFit() {
        assertThatThrownBy(() -> IDS.load(10_000_000_000L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IDS.load(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void uuidsHaveTheShapeOfVersion4AndBeginAsTheirRunDoes() {
        TraceIds ids = TraceIds.uuids("nightly-x7k2", 7);

        assertThat(UUID.fromString(ids.load(42)).version()).isEqualTo(4);
        assertThat(UUID.fromString(ids.load(42)).variant()).isEqualTo(2);
        assertThat(ids.load(42))
                .hasSize(36)
                .startsWith(ids.runPrefix())
                .startsWith(TraceIds.uuids("nightly-x7k2", 0).runPrefix())
                .endsWith("-8007-0a0000000042");
        assertThat(ids.control(1)).endsWith("-8007-0b0000000001");
        assertThat(TraceIds.uuids("nightly-x7k3", 7).runPrefix()).isNotEqualTo(ids.runPrefix());
        assertThatThrownBy(() -> TraceIds.uuids("nightly-x7k2", 1_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void numbersFitAnInt64AndHave19Digits(
            @ForAll String runToken, @ForAll @LongRange(min = 0, max = 9_999_999_999L) long sequence) {
        TraceIds ids = TraceIds.int64s(runToken, 0);

        assertThat(Long.toString(Long.parseLong(ids.load(sequence))))
                .isEqualTo(ids.load(sequence))
                .hasSize(19);
        assertThat(Long.parseLong(ids.control(sequence))).isPositive();
    }

    @Property
    void everyFormReadsWhatItWroteAndNoOthers(@ForAll @LongRange(min = 0, max = 9_999_999_999L) long sequence) {
        List<TraceIds> forms = List.of(IDS, TraceIds.uuids("nightly-x7k2", 0), TraceIds.int64s("nightly-x7k2", 0));
        for (TraceIds ids : forms) {
            assertThat(ids.controlOf(ids.control(sequence))).hasValue(sequence);
            assertThat(ids.sequenceOf(ids.control(sequence))).isEmpty();
            for (TraceIds other : forms) {
                assertThat(ids.sequenceOf(other.load(sequence)).isPresent()).isEqualTo(ids == other);
            }
        }
    }

    @Property
    void readsWhatItWrote(
            @ForAll @LongRange(min = 0, max = 9_999_999_999L) long sequence,
            @ForAll @IntRange(max = 999) int generator) {
        TraceIds ids = new TraceIds("nightly-x7k2", generator);

        assertThat(ids.sequenceOf(ids.load(sequence))).hasValue(sequence);
    }

    @Property
    void idsSortAsTheirSequences(
            @ForAll @LongRange(min = 0, max = 9_999_999_999L) long one,
            @ForAll @LongRange(min = 0, max = 9_999_999_999L) long other) {
        assertThat(Integer.signum(IDS.load(one).compareTo(IDS.load(other)))).isEqualTo(Long.compare(one, other));
    }

    @Property
    void neverFailsOnForeignIds(@ForAll String anything) {
        assertThat(IDS.sequenceOf(anything)).isEmpty();
    }
}
