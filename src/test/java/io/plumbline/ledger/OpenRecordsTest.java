package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ledger.OpenRecords.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OpenRecordsTest {

    @Test
    void aChunkWhoseRecordsHaveAllSettledCostsNothing() {
        OpenRecords open = new OpenRecords();
        int records = 100_000;
        for (long sequence = 0; sequence < records; sequence++) {
            open.add(sent(sequence), null);
        }
        assertThat(open.chunkCount()).isEqualTo(25);

        for (long sequence = 0; sequence < records; sequence++) {
            if (sequence != 50_000) {
                remove(open, sequence);
            }
        }

        assertThat(open.count()).isEqualTo(1);
        assertThat(open.chunkCount())
                .as("the one with the open record, and the last, not yet full")
                .isEqualTo(2);
    }

    @Test
    void aRecordKeepsItsFields() {
        OpenRecords open = new OpenRecords();
        Sent late = new Sent(5_000, 17, 42, true);
        Sent untimed = new Sent(4_999, 18, Long.MAX_VALUE, false);
        open.add(late, null);
        open.add(untimed, null);

        assertThat(open.sent(open.chunkOf(5_000), 5_000)).isEqualTo(late);
        assertThat(open.sent(open.chunkOf(4_999), 4_999)).isEqualTo(untimed);
        assertThat(open.chunkOf(5_001)).isNull();
        assertThat(open.chunkOf(9_000_000)).isNull();
    }

    /** Against a sorted set, for any order of adding and removing. */
    @Property(tries = 200)
    void holdsWhatWasAddedAndNotRemoved(@ForAll @Size(max = 300) List<@LongRange(max = 20_000) Long> toggled) {
        OpenRecords open = new OpenRecords();
        SortedSet<Long> model = new TreeSet<>();
        List<Long> everAdded = new ArrayList<>();
        for (long sequence : toggled) {
            if (model.remove(sequence)) {
                remove(open, sequence);
            } else if (!everAdded.contains(sequence)) {
                open.add(sent(sequence), null);
                model.add(sequence);
                everAdded.add(sequence);
            }
        }

        List<Long> visited = new ArrayList<>();
        open.forEach(visited::add);
        assertThat(visited).containsExactlyElementsOf(model);
        assertThat(open.count()).isEqualTo(model.size());
    }

    private static void remove(OpenRecords open, long sequence) {
        Chunk chunk = open.chunkOf(sequence);
        assertThat(chunk).isNotNull();
        open.remove(chunk, sequence, State.LOST);
    }

    private static Sent sent(long sequence) {
        return new Sent(sequence, 1_000, 5_000, true);
    }
}
