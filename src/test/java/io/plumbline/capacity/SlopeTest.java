package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.capacity.Backlog.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SlopeTest {

    private static final long CYCLE = 1_000_000;
    private static final double SAMPLE_SECONDS = 0.2;
    private static final double TRUTH = 50;
    private static final int SERIES = 400;

    /** Noise of about a tenth of a rate of 1,000 records/s, by a generator that each series begins anew. */
    private enum Noise {
        INDEPENDENT {
            @Override
            IntToDoubleFunction of(Random random) {
                return i -> 100 * random.nextGaussian();
            }
        },
        /** As a queue that forgets in a second. */
        FORGETFUL {
            @Override
            IntToDoubleFunction of(Random random) {
                double kept = Math.exp(-SAMPLE_SECONDS);
                double[] value = {100 * random.nextGaussian()};
                return i -> value[0] = kept * value[0] + 100 * Math.sqrt(1 - kept * kept) * random.nextGaussian();
            }
        },
        /** A poll a second, give or take a fifth, takes all that came since the last. */
        SAWTOOTH {
            @Override
            IntToDoubleFunction of(Random random) {
                double[] polls = {-random.nextDouble(), 0};
                polls[1] = polls[0] + 0.8 + 0.4 * random.nextDouble();
                return i -> {
                    while (i * SAMPLE_SECONDS >= polls[1]) {
                        polls[0] = polls[1];
                        polls[1] += 0.8 + 0.4 * random.nextDouble();
                    }
                    return 1_000 * (i * SAMPLE_SECONDS - polls[0]);
                };
            }
        },
        /** What slow batches delay stays delayed. */
        WANDERING {
            @Override
            IntToDoubleFunction of(Random random) {
                double[] value = {0};
                return i -> value[0] += 60 * Math.sqrt(SAMPLE_SECONDS) * random.nextGaussian();
            }
        },
        WANDERING_SAWTOOTH {
            @Override
            IntToDoubleFunction of(Random random) {
                IntToDoubleFunction wandering = WANDERING.of(random);
                IntToDoubleFunction sawtooth = SAWTOOTH.of(random);
                return i -> wandering.applyAsDouble(i) + sawtooth.applyAsDouble(i);
            }
        };

        abstract IntToDoubleFunction of(Random random);
    }

    /** What each bound is to do in 95 % of cases; 90 % are demanded, for a random walk of 12 s shows little of itself. */
    @ParameterizedTest
    @EnumSource
    void eachBoundHoldsInNineteenOfTwentyCases(Noise noise) {
        for (int seconds : new int[] {12, 24, 60}) {
            Coverage coverage = coverage(noise, seconds);
            System.out.printf(
                    "%-18s %2d s: upper bound holds in %.1f %%, lower in %.1f %%, by independent samples %.1f %%%n",
                    noise, seconds, 100 * coverage.upper, 100 * coverage.lower, 100 * coverage.naive);

            assertThat(coverage.upper).isGreaterThanOrEqualTo(0.90);
            assertThat(coverage.lower).isGreaterThanOrEqualTo(0.90);
        }
    }

    @ParameterizedTest
    @CsvSource({"FORGETFUL, 0.85", "WANDERING, 0.65", "WANDERING_SAWTOOTH, 0.85"})
    void samplesTakenForIndependentWouldBeFarTooSure(Noise noise, double least) {
        assertThat(coverage(noise, 24).naive).isLessThan(least);
    }

    @Test
    void theBoundsNarrowWithTheLengthSoThatAStepCanPass() {
        assertThat(coverage(Noise.SAWTOOTH, 60).reach)
                .isLessThan(coverage(Noise.SAWTOOTH, 24).reach / 2)
                .isLessThan(10);
        assertThat(coverage(Noise.SAWTOOTH, 24).reach).isLessThan(20);
    }

    private record Coverage(double upper, double lower, double naive, double reach) {}

    private static Coverage coverage(Noise noise, int seconds) {
        Random random = new Random(7);
        double upper = 0;
        double lower = 0;
        double naive = 0;
        double reach = 0;
        for (int i = 0; i < SERIES; i++) {
            Backlog series = series(seconds, noise.of(random));
            Slope slope = Slope.of(series, CYCLE, 0.95).orElseThrow();
            upper += slope.upper() >= TRUTH ? 1.0 / SERIES : 0;
            lower += slope.lower() <= TRUTH ? 1.0 / SERIES : 0;
            naive += upperByIndependentSamples(series) >= TRUTH ? 1.0 / SERIES : 0;
            reach += (slope.upper() - slope.perSecond()) / SERIES;
        }
        return new Coverage(upper, lower, naive, reach);
    }

    private static Backlog series(int seconds, IntToDoubleFunction noise) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < seconds / SAMPLE_SECONDS; i++) {
            double records = 100_000 + TRUTH * i * SAMPLE_SECONDS + noise.applyAsDouble(i);
            samples.add(new Sample(Math.round(i * SAMPLE_SECONDS * 1e6), Math.round(records)));
        }
        return new Backlog(samples);
    }

    /** The textbook's, of a straight line by least squares. */
    private static double upperByIndependentSamples(Backlog series) {
        double[] at = series.samples().stream()
                .mapToDouble(sample -> sample.atMicros() / 1e6)
                .toArray();
        double[] records =
                series.samples().stream().mapToDouble(Sample::records).toArray();
        double meanAt = 0;
        double mean = 0;
        for (int i = 0; i < at.length; i++) {
            meanAt += at[i] / at.length;
            mean += records[i] / at.length;
        }
        double times = 0;
        double product = 0;
        for (int i = 0; i < at.length; i++) {
            times += (at[i] - meanAt) * (at[i] - meanAt);
            product += (at[i] - meanAt) * (records[i] - mean);
        }
        double slope = product / times;
        double rest = 0;
        for (int i = 0; i < at.length; i++) {
            double off = records[i] - mean - slope * (at[i] - meanAt);
            rest += off * off;
        }
        double freedom = at.length - 2;
        return slope
                + Math.sqrt(rest / freedom / times) * TDistribution.of(freedom).inverseSurvivalProbability(0.05);
    }

    @Test
    void aStraightLineIsFoundExactly() {
        Slope slope = Slope.of(series(20, i -> 0), CYCLE, 0.95).orElseThrow();

        assertThat(slope.perSecond()).isCloseTo(TRUTH, within(1e-6));
        assertThat(slope.lower()).isCloseTo(TRUTH, within(1e-3));
        assertThat(slope.upper()).isCloseTo(TRUTH, within(1e-3));
        assertThat(slope.points()).isEqualTo(20);
    }

    @Test
    void anEmptyBacklogDoesNotGrow() {
        Backlog empty = new Backlog(series(20, i -> 0).samples().stream()
                .map(sample -> new Sample(sample.atMicros(), 0))
                .toList());

        assertThat(Slope.of(empty, CYCLE, 0.95)).hasValue(new Slope(0, 0, 0, 20));
    }

    @Test
    void theMoreConfidenceTheWider() {
        Backlog series = series(20, Noise.SAWTOOTH.of(new Random(1)));
        Slope usual = Slope.of(series, CYCLE, 0.95).orElseThrow();
        Slope surer = Slope.of(series, CYCLE, 0.99).orElseThrow();

        assertThat(surer.perSecond()).isEqualTo(usual.perSecond());
        assertThat(surer.lower()).isLessThan(usual.lower()).isLessThan(usual.perSecond());
        assertThat(surer.upper()).isGreaterThan(usual.upper()).isGreaterThan(usual.perSecond());
    }

    @Test
    void aLongSeriesIsAveragedOverLongerBlocks() {
        assertThat(Slope.of(series(100, Noise.SAWTOOTH.of(new Random(1))), CYCLE, 0.95)
                        .orElseThrow()
                        .points())
                .isBetween(12, 24);
    }

    @Test
    void aGapInTheSamplesIsLeftOut() {
        List<Sample> samples = series(20, i -> 0).samples().stream()
                .filter(sample -> sample.atMicros() < 8_000_000 || sample.atMicros() >= 11_000_000)
                .toList();

        Slope slope = Slope.of(new Backlog(samples), CYCLE, 0.95).orElseThrow();

        assertThat(slope.perSecond()).isCloseTo(TRUTH, within(1e-6));
        assertThat(slope.points()).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5"})
    void aShortSeriesTellsNothing(int seconds) {
        assertThat(Slope.of(series(seconds, i -> 0), CYCLE, 0.95)).isEmpty();
    }
}
