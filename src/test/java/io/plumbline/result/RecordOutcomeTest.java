package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RecordOutcome.State;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecordOutcomeTest {

    @Test
    void onTimeExactlyOnceIsTheRule() {
        assertThat(State.ON_TIME.exceptional(1)).isFalse();
        assertThat(State.ON_TIME.exceptional(2)).isTrue();
    }

    @Test
    void notTimedIsTheRuleWithOrWithoutItsRow() {
        assertThat(State.UNTIMED.exceptional(0)).isFalse();
        assertThat(State.UNTIMED.exceptional(1)).isFalse();
        assertThat(State.UNTIMED.exceptional(2)).isTrue();
    }

    @Test
    void rowsThatNobodyCountedAreNoException() {
        assertThat(EnumSet.of(State.ON_TIME, State.UNTIMED)).noneMatch(state -> state.exceptional(null));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ON_TIME", "UNTIMED"})
    void everyOtherStateIsAnException(State state) {
        assertThat(state.exceptional(null)).isTrue();
        assertThat(state.exceptional(1)).isTrue();
    }
}
