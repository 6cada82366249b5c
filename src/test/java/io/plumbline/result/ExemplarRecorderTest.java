package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExemplarRecorderTest {

    private final ExemplarRecorder recorder = new ExemplarRecorder();

    @Test
    void theSlowestAreKeptTheSlowestFirst() {
        shuffled(1_000).forEach(micros -> recorder.arrived(micros, () -> exemplar(micros)));

        assertThat(recorder.exemplars().slowest())
                .extracting(Exemplar::traceId)
                .containsExactly("999", "998", "997", "996", "995", "994", "993", "992", "991", "990");
        assertThat(recorder.exemplars().lost()).isEmpty();
    }

    @Test
    void theEarliestLostAreKeptTheEarliestFirst() {
        shuffled(1_000).forEach(micros -> recorder.lost(micros, () -> exemplar(micros)));

        assertThat(recorder.exemplars().lost())
                .extracting(Exemplar::traceId)
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void ofEquallySlowOnesTheFirstAreKeptAndNoOtherIsAskedFor() {
        List<Integer> asked = new ArrayList<>();
        IntStream.range(0, 1_000)
                .forEach(i -> recorder.arrived(7, () -> {
                    asked.add(i);
                    return exemplar(i);
                }));

        assertThat(asked).hasSize(ExemplarRecorder.MOST);
    }

    private static List<Integer> shuffled(int count) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(all, new Random(4711));
        return all;
    }

    private static Exemplar exemplar(int id) {
        return new Exemplar(Integer.toString(id), State.ON_TIME, Instant.EPOCH, null, null, Map.of(), 1, null, null);
    }
}
