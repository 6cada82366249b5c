package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.ClockOffset.Range;
import org.junit.jupiter.api.Test;

class RangeTest {

    @Test
    void whatIsExpectedIsLikelyWhereItIsPossible() {
        assertThat(new Range(-10, 30).likely(0)).isZero();
        assertThat(new Range(0, 30).likely(0)).isZero();
        assertThat(new Range(-30, 0).likely(0)).isZero();
    }

    @Test
    void otherwiseTheMiddleIs() {
        assertThat(new Range(10, 30).likely(0)).isEqualTo(20);
        assertThat(new Range(-30, -10).likely(0)).isEqualTo(-20);
    }
}
