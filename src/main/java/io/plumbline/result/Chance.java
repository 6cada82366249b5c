package io.plumbline.result;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much a latency differs by chance from run to run, as earlier runs under the same load tell. One run's own bounds and
 * records say nothing of that: caches, neighbours and the hour differ between runs, not within one.
 *
 * <p>It works on logarithms, because what makes a run slow makes it slower by a share. A millisecond is added before, so
 * that figures too short for the stamps' resolution are told apart by milliseconds instead.
 *
 * @param level mean of the logarithms
 * @param spread their standard deviation
 * @param runs how many
 */
record Chance(double level, double spread, int runs) {

    /** With fewer, the spread says next to nothing of itself. */
    static final int FEWEST_RUNS = 3;

    /** In so many comparisons of runs that are the same, any of their figures is told apart in one. */
    static final double COMPARISONS_PER_FALSE_ALARM = 250;

    private static final double RESOLUTION_MILLIS = 1;

    /** Standard deviation of what rounding a stamp to a millisecond takes away. */
    private static final double ROUNDING_MILLIS = RESOLUTION_MILLIS / Math.sqrt(12);

    /** @param millis a figure of each earlier run; empty where they are too few */
    static Optional<Chance> of(List<Double> millis) {
        int runs = millis.size();
        if (runs < FEWEST_RUNS) {
            return Optional.empty();
        }
        double[] logs = millis.stream().mapToDouble(Chance::log).toArray();
        double mean = 0;
        for (double log : logs) {
            mean += log / runs;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double rounding = ROUNDING_MILLIS / Math.exp(mean);
        return Optional.of(new Chance(mean, Math.max(rounding, Math.sqrt(squares / (runs - 1))), runs));
    }

    /** The mean of figures of earlier runs on that scale. */
    static double mean(List<Double> millis) {
        return millis(millis.stream().mapToDouble(Chance::log).average().orElseThrow());
    }

    /**
     * The largest that a further run's figure gets by chance.
     *
     * @param levelMillis what it is held against: the mean of some earlier runs
     * @param levelRuns how many these are
     * @param figures how many are compared at a time: the more, the more of them are far off by chance
     */
    double largest(double levelMillis, int levelRuns, int figures) {
        return millis(log(levelMillis) + reach(levelRuns, figures));
    }

    /** As {@link #largest}. */
    double smallest(double levelMillis, int levelRuns, int figures) {
        return millis(log(levelMillis) - reach(levelRuns, figures));
    }

    /** Of Student's distribution, for a new value beside the mean of others; both ends and all figures share the risk. */
    private double reach(int levelRuns, int figures) {
        double risk = 1 / COMPARISONS_PER_FALSE_ALARM / figures / 2;
        return TDistribution.of(runs - 1.0).inverseSurvivalProbability(risk) * spread * Math.sqrt(1 + 1.0 / levelRuns);
    }

    private static double log(double millis) {
        return Math.log(millis + RESOLUTION_MILLIS);
    }

    private static double millis(double log) {
        return Math.max(0, Math.exp(log) - RESOLUTION_MILLIS);
    }
}
