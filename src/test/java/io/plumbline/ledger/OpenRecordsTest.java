package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ledger.OpenRecords.Chunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
    void aFewThatAreLostDoNotHoldOnToTheRoomOfAll() {
        OpenRecords open = new OpenRecords();
        int records = 409_600;
        for (long sequence = 0; sequence < records; sequence++) {
            open.add(sent(sequence), null);
            if (sequence % 100 != 0) {
                remove(open, sequence);
            }
        }

        assertThat(open.count()).isEqualTo(4_096);
        assertThat(open.room()).isLessThan(4 * 4_096);
        for (long sequence = 0; sequence < records; sequence += 100) {
            assertThat(open.sent(open.chunkOf(sequence), sequence)).isEqualTo(sent(sequence));
        }
    }

    @Test
    void whatIsKnownOfARecordMovesWithIt() {
        OpenRecords open = new OpenRecords();
        for (long sequence = 0; sequence < 4_096; sequence++) {
            open.add(sent(sequence), null);
        }
        Chunk chunk = open.chunkOf(4_095);
        chunk.attempts[chunk.index(4_095)] = 7;
        chunk.reason[chunk.index(4_095)] = "why";
        chunk.sequenceNumber[chunk.index(4_095)] = "4959";
        chunk.ackedMicros[chunk.index(4_095)] = 42;
        for (long sequence = 0; sequence < 4_090; sequence++) {
            remove(open, sequence);
        }

        Chunk smaller = open.chunkOf(4_095);

        assertThat(smaller).isNotSameAs(chunk);
        int i = smaller.index(4_095);
        assertThat(smaller.attempts[i]).isEqualTo((byte) 7);
        assertThat(smaller.reason[i]).isEqualTo("why");
        assertThat(smaller.sequenceNumber[i]).isEqualTo("4959");
        assertThat(smaller.ackedMicros[i]).isEqualTo(42);
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

    /** In whatever order they settle, those that are left are theirs. */
    @Property(tries = 50)
    void whateverIsLeftKeepsItsFields(@ForAll long seed) {
        OpenRecords open = new OpenRecords();
        List<Long> left = new ArrayList<>();
        for (long sequence = 0; sequence < 9_000; sequence++) {
            open.add(new Sent(sequence, 7 * sequence, 11 * sequence, true), null);
            left.add(sequence);
        }
        Collections.shuffle(left, new Random(seed));
        while (left.size() > 2) {
            List<Long> settle = left.subList(0, left.size() / 2);
            settle.forEach(sequence -> remove(open, sequence));
            settle.clear();

            List<Long> visited = new ArrayList<>();
            open.forEach(visited::add);
            assertThat(visited).containsExactlyElementsOf(new TreeSet<>(left));
            assertThat(left).allSatisfy(sequence -> assertThat(open.sent(open.chunkOf(sequence), sequence))
                    .isEqualTo(new Sent(sequence, 7 * sequence, 11 * sequence, true)));
        }
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
