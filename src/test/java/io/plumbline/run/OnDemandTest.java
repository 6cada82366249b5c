package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnDemandTest {

    private final List<String> missing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final OnDemand<String> gateway = new OnDemand<>(
            () -> missing,
            () -> {
                done.add("opened");
                return "gateway";
            },
            opened -> problems,
            opened -> done.add("closed"));

    @Test
    void isOpenedOnceAndClosed() {
        gateway.open();
        gateway.open();
        assertThat(gateway.opened()).isEqualTo("gateway");
        gateway.close();
        assertThat(done).containsExactly("opened", "closed");
    }

    @Test
    void isNotOpenedWhereSomethingIsMissing() {
        missing.add("its name is not set");
        assertThatThrownBy(gateway::open).isInstanceOf(StartFailure.class).hasMessage("its name is not set");
        assertThat(done).isEmpty();
    }

    @Test
    void isClosedWhereSomethingIsWrongWithIt() {
        problems.add("it is gone");
        assertThatThrownBy(gateway::open).isInstanceOf(StartFailure.class).hasMessage("it is gone");
        assertThat(done).containsExactly("opened", "closed");
        assertThatIllegalStateException().isThrownBy(gateway::opened);
    }

    @Test
    void nothingIsClosedThatNobodyOpened() {
        gateway.close();
        assertThat(done).isEmpty();
    }
}
