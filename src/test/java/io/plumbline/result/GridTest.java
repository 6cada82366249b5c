package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GridTest {

    private static final long TWELVE_DAYS = 1L << 40;

    @Property
    void aCellHoldsItsValueAndIsAsNarrowAsItSays(
            @ForAll @LongRange(min = -TWELVE_DAYS, max = TWELVE_DAYS) long micros,
            @ForAll @LongRange(min = 1, max = 5_000) long unit,
            @ForAll @IntRange(max = 12) int bits) {
        Grid grid = new Grid(unit, bits);

        int cell = grid.cell(micros);

        assertThat(grid.edge(cell)).isLessThanOrEqualTo(micros);
        assertThat(grid.edge(cell + 1)).isGreaterThan(micros);
        assertThat(grid.edge(cell + 1) - grid.edge(cell)).isLessThanOrEqualTo(Math.max(unit, Math.abs(micros) >> bits));
    }

    @Property
    void edgesAscend(@ForAll @IntRange(min = -20_000, max = 20_000) int cell) {
        Grid grid = new Grid(100, 10);

        assertThat(grid.edge(cell)).isLessThan(grid.edge(cell + 1));
        assertThat(grid.cell(grid.edge(cell))).isEqualTo(cell);
        assertThat(grid.cell(grid.edge(cell) - 1)).isEqualTo(cell - 1);
    }

    @Test
    void whatIsLongerThanTheLongestIsTakenAsThat() {
        Grid grid = new Grid(1_000, 7);

        assertThat(grid.cell(Long.MAX_VALUE)).isEqualTo(grid.cell(TWELVE_DAYS));
        assertThat(grid.cell(Long.MIN_VALUE)).isEqualTo(grid.cell(-1 - TWELVE_DAYS));
    }
}
