package io.plumbline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.gatling.InFlightHeap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The generator's heap at the sizes that it is meant for. */
@Tag("conscience")
class HeapTest {

    @Test
    void aMillionRecordsInFlightFitWithTheirUsers() throws Exception {
        assertThat(InFlightHeap.run(1_000_000)).isZero();
    }

    @Test
    void aSettledRecordLeavesAByte() throws Exception {
        assertThat(SettledHeap.run(10_000_000)).isZero();
    }
}
