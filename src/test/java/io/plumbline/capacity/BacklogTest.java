package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plumbline.capacity.Backlog.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void aPartIsFromTheFirstMomentUpToTheLast() {
        Backlog backlog = new Backlog(List.of(new Sample(1, 10), new Sample(2, 20), new Sample(3, 30)));

        assertThat(backlog.between(1, 3).samples()).containsExactly(new Sample(1, 10), new Sample(2, 20));
        assertThat(backlog.between(4, 9).samples()).isEmpty();
    }

    @Test
    void samplesInDisorderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backlog(List.of(new Sample(2, 10), new Sample(2, 20))))
                .withMessageContaining("at 2 µs");
    }
}
