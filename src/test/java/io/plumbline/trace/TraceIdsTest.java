package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
