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
    void onTimeOrUntimedWithTheRowsThatTheyAreToHaveIsTheRule() {
        assertThat(EnumSet.of(State.ON_TIME, State.UNTIMED)).noneMatch(state -> state.exceptional(false));
    }

    @ParameterizedTest
    @EnumSource
    void otherRowsAreAnException(State state) {
        assertThat(state.exceptional(true)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ON_TIME", "UNTIMED"})
    void everyOtherStateIsAnException(State state) {
        assertThat(state.exceptional(false)).isTrue();
    }
}
