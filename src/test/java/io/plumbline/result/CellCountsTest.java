package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CellCountsTest {

    @Property(tries = 300)
    void countsAsAMapDoes(
            @ForAll @Size(max = 200) List<@IntRange(min = -3_000, max = 3_000) Integer> some,
            @ForAll @Size(max = 50) List<@IntRange(min = -10, max = 10) Integer> others) {
        SortedMap<Integer, Long> expected = new TreeMap<>();
        CellCounts counts = counted(some, expected);
        counts.addAll(counted(others, expected));

        assertThat(List.copyOf(read(counts).entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    }

    private static CellCounts counted(List<Integer> cells, Map<Integer, Long> expected) {
        CellCounts counts = new CellCounts();
        for (int cell : cells) {
            counts.add(cell, 1);
            expected.merge(cell, 1L, Long::sum);
        }
        return counts;
    }

    /** In the order of the visits. */
    private static Map<Integer, Long> read(CellCounts counts) {
        Map<Integer, Long> read = new LinkedHashMap<>();
        counts.forEach(read::put);
        return read;
    }
}
