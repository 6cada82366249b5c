package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capacity.FalseVerdicts.Rates;
import org.junit.jupiter.api.Test;

/** A step well below the limit never fails, one well above never passes; close to it, it is rarely wrong. */
class FalseVerdictsTest {

    private static final int STEPS = 60;

    private static Rates quick(double share) {
        return FalseVerdicts.at(share, StepJudge.QUICK, 3, 12, 36, 0, STEPS);
    }

    private static Rates careful(double share) {
        return FalseVerdicts.at(share, StepJudge.CAREFUL, 10, 60, 240, 1, STEPS / 2);
    }

    @Test
    void quickStepsAreRightATenthFromTheLimit() {
        assertThat(quick(0.9).failed()).isZero();
        assertThat(quick(0.9).passed()).isGreaterThan(0.95);
        assertThat(quick(1.1).passed()).isZero();
        assertThat(quick(1.1).failed()).isGreaterThan(0.9);
    }

    @Test
    void quickStepsBelowTheLimitRarelyFail() {
        assertThat(quick(0.97).failed()).isLessThanOrEqualTo(0.05);
    }

    @Test
    void carefulStepsAreRightThreeHundredthsFromTheLimit() {
        assertThat(careful(0.97).failed()).isLessThanOrEqualTo(0.05);
        assertThat(careful(0.97).passed()).isGreaterThan(0.8);
        assertThat(careful(1.03).passed()).isLessThanOrEqualTo(0.05);
        assertThat(careful(1.03).failed()).isGreaterThan(0.8);
    }
}
