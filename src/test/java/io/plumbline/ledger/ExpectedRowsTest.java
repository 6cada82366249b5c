package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectedRowsTest {

    private final ExpectedRows expected = new ExpectedRows();

    @Test
    void oneUnlessSomethingElseWasSaid() {
        expected.expect(5, 1);
        assertThat(expected.of(5)).isEqualTo(1);
        expected.expect(4_097, 0);
        expected.expect(1_000_000, ExpectedRows.MOST);
        assertThat(expected.of(4_096)).isEqualTo(1);
        assertThat(expected.of(4_097)).isZero();
        assertThat(expected.of(1_000_000)).isEqualTo(127);
        assertThat(expected.of(999_999)).isEqualTo(1);
        assertThat(expected.of(5_000_000)).isEqualTo(1);
    }
}
