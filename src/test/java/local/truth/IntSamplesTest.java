package local.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntSamplesTest {

    private final IntSamples samples = new IntSamples();

    @Test
    void percentilesAreTheNearestRanksOfTheSorted() {
        long[] values = new Random(1)
                .longs(50_000, 0, 200_000)
                .map(value -> value % 3 == 0 ? value : value * 9_000)
                .toArray();
        Arrays.stream(values).forEach(samples::add);
        Arrays.sort(values);
        for (double p : new double[] {0, 0.001, 0.5, 0.95, 0.99, 1}) {
            int rank = (int) Math.max(1, Math.ceil(p * values.length));
            assertThat(samples.percentile(p, 0)).as("p%s", p).hasValue(values[rank - 1] / 1e3);
        }
        assertThat(samples.mean().orElseThrow()).isEqualTo(Arrays.stream(values).sum() / 1e3 / values.length);
        assertThat(samples.count()).isEqualTo(50_000);
    }

    @Test
    void whatIsLargerThanAnyShiftsTheRanks() {
        samples.add(1_000);
        samples.add(2_000);
        assertThat(samples.percentile(0.5, 2)).hasValue(2.0);
        assertThat(samples.percentile(0.75, 2)).isEmpty();
    }

    @Test
    void togetherTheyAreThoseOfEach() {
        IntSamples all = new IntSamples();
        all.add(7_000);
        for (int part = 1; part <= 3; part++) {
            IntSamples some = new IntSamples();
            for (int i = 0; i < 20_000; i++) {
                some.add(i * 3_000L + part * 1_000L);
            }
            all.addAll(some);
            some.add(1);
        }
        all.add(9_000);
        assertThat(all.count()).isEqualTo(60_002);
        assertThat(all.min()).hasValue(1);
        assertThat(all.percentile(0.5, 0)).as("7 and 9 are there twice").hasValue(29_999);
        assertThat(all.percentile(1, 0)).hasValue(60_000);
        assertThat(all.mean().orElseThrow()).isEqualTo((60_000L * 60_001 / 2 + 16) / 60_002.0);
    }

    @Test
    void noneHaveNoPercentileAndNoMean() {
        assertThat(samples.percentile(0.5, 0)).isEmpty();
        assertThat(samples.min()).isEmpty();
        assertThat(samples.mean()).isEmpty();
    }

    @Test
    void takesNegativesForZeroAndCapsAtAnInt() {
        samples.add(-5);
        samples.add(Long.MAX_VALUE);
        assertThat(samples.min()).hasValue(0);
        assertThat(samples.percentile(1, 0)).hasValue(Integer.MAX_VALUE / 1e3);
    }
}
