package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Puts;
import io.plumbline.result.Course.Shard;
import org.junit.jupiter.api.Test;

class PutRecorderTest {

    private final PutRecorder recorder = new PutRecorder();

    @Test
    void nothingWasPut() {
        assertThat(recorder.puts()).isEqualTo(Course.NOT_KNOWN.puts());
    }

    @Test
    void sharesAreOfWhatWasTaken() {
        recorder.throttled();
        recorder.taken("b");
        recorder.taken("a");
        recorder.taken("b");
        recorder.taken("b");
        recorder.failed();

        Puts puts = recorder.puts();

        assertThat(puts.attempts()).isEqualTo(6);
        assertThat(puts.throttled()).isEqualTo(1);
        assertThat(puts.shards()).containsExactly(new Shard("a", 1, 0.25), new Shard("b", 3, 0.75));
    }
}
