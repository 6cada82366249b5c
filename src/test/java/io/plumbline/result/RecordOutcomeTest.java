package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RecordOutcome.State;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecordOutcomeTest {

    private static boolean exceptional(State state, @Nullable Integer rows) {
        return new RecordOutcome("id", state, Map.of(), null, null, rows, null).exceptional();
    }

    @Test
    void onTimeExactlyOnceIsTheRule() {
        assertThat(exceptional(State.ON_TIME, 1)).isFalse();
        assertThat(exceptional(State.ON_TIME, 2)).isTrue();
    }

    @Test
    void notTimedIsTheRuleWithOrWithoutItsRow() {
        assertThat(exceptional(State.UNTIMED, 0)).isFalse();
        assertThat(exceptional(State.UNTIMED, 1)).isFalse();
        assertThat(exceptional(State.UNTIMED, 2)).isTrue();
    }

    @Test
    void rowsThatNobodyCountedAreNoException() {
        assertThat(EnumSet.of(State.ON_TIME, State.UNTIMED)).noneMatch(state -> exceptional(state, null));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ON_TIME", "UNTIMED"})
    void everyOtherStateIsAnException(State state) {
        assertThat(exceptional(state, null)).isTrue();
        assertThat(exceptional(state, 1)).isTrue();
    }
}
