package io.plumbline.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The slope of a straight line through points with noise of which it is not known how it hangs together in time.
 *
 * <p>The noise of a queue that keeps up comes and goes. That of a queue that does not keep up adds up, because what a slow
 * batch delayed stays delayed: it wanders. Taken for the first kind, the second makes bounds far too narrow. So the line is
 * fitted (by generalised least squares) for each share that the wandering kind may have in the slope's error, each fit is
 * weighed by how well it explains the points (the restricted likelihood, with the noise's size integrated out), and the
 * slope is distributed as the mixture of Student's distributions that results.
 */
final class Trend {

    /** Shares of the slope's variance. All of it is there three times, so that bounds for noise of that kind do hold. */
    private static final double[] WANDERING = {0, 0.5, 0.9, 0.99, 1, 1, 1};

    private static final int HALVINGS = 60;

    /** @param error of the slope, of Student's distribution */
    private record Fit(double slope, double error, double logLikelihood) {}

    private final List<Fit> fits;
    private final int freedom;

    /**
     * @param at evenly spread
     * @param values more than two
     */
    Trend(double[] at, double[] values) {
        freedom = values.length - 2;
        double[] centred = minus(at, Arrays.stream(at).average().orElseThrow());
        double wandering = varianceByWandering(scaled(centred, 1 / Math.sqrt(product(centred, centred))));
        fits = DoubleStream.of(WANDERING)
                .mapToObj(share -> fit(centred, values, share, wandering))
                .toList();
    }

    /** Of the most likely slopes, the mean. */
    double slope() {
        return mean(Fit::slope);
    }

    int freedom() {
        return freedom;
    }

    /** What the slope exceeds with this probability. */
    double exceededBy(double probability) {
        double far = TDistribution.of(freedom).inverseSurvivalProbability(Math.min(probability, 1 - probability));
        double low = extreme(far, -1);
        double high = extreme(far, 1);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (survival(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double extreme(double far, int side) {
        DoubleStream ends = fits.stream().mapToDouble(fit -> fit.slope + side * far * fit.error);
        return side < 0 ? ends.min().orElseThrow() : ends.max().orElseThrow();
    }

    private double survival(double slope) {
        TDistribution student = TDistribution.of(freedom);
        return mean(fit -> fit.error == 0
                ? (fit.slope > slope ? 1 : 0)
                : student.survivalProbability((slope - fit.slope) / fit.error));
    }

    private double mean(ToDoubleFunction<Fit> of) {
        double best = fits.stream().mapToDouble(Fit::logLikelihood).max().orElseThrow();
        double weights = 0;
        double sum = 0;
        for (Fit fit : fits) {
            double weight = Math.exp(fit.logLikelihood - best);
            weights += weight;
            sum += weight * of.applyAsDouble(fit);
        }
        return sum / weights;
    }

    /** @param wandering the variance of the slope's amplitude by wandering noise of steps of 1 */
    private static Fit fit(double[] at, double[] values, double share, double wandering) {
        int n = values.length;
        double[][] root = new double[n][n];
        double logDeterminant = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                double covariance = (i == k ? 1 - share : 0) + share * wandered(i, k) / wandering;
                for (int j = 0; j < k; j++) {
                    covariance -= root[i][j] * root[k][j];
                }
                root[i][k] = i == k ? Math.sqrt(covariance) : covariance / root[k][k];
            }
            logDeterminant += 2 * Math.log(root[i][i]);
        }
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double[] level = whitened(root, ones);
        double levels = product(level, level);
        double[] line = without(level, levels, whitened(root, at));
        double lines = product(line, line);
        double[] rest = without(level, levels, whitened(root, values));
        double slope = product(line, rest) / lines;
        double squares = Math.max(0, product(rest, rest) - slope * slope * lines);
        double logLikelihood = -0.5
                * (logDeterminant
                        + Math.log(levels)
                        + Math.log(lines)
                        + (n - 2) * Math.log(squares + Double.MIN_NORMAL));
        return new Fit(slope, Math.sqrt(squares / (n - 2) / lines), logLikelihood);
    }

    /** Covariance of the means of two stretches of a Brownian motion. */
    private static double wandered(int one, int other) {
        return Math.min(one, other) + (one == other ? 1.0 / 3 : 1.0 / 2);
    }

    private static double varianceByWandering(double[] shape) {
        double sum = 0;
        for (int i = 0; i < shape.length; i++) {
            for (int k = 0; k < shape.length; k++) {
                sum += shape[i] * shape[k] * wandered(i, k);
            }
        }
        return sum;
    }

    private static double[] whitened(double[][] root, double[] values) {
        double[] white = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double rest = values[i];
            for (int k = 0; k < i; k++) {
                rest -= root[i][k] * white[k];
            }
            white[i] = rest / root[i][i];
        }
        return white;
    }

    private static double[] without(double[] part, double squares, double[] values) {
        double share = product(part, values) / squares;
        double[] rest = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            rest[i] = values[i] - share * part[i];
        }
        return rest;
    }

    private static double[] minus(double[] values, double subtrahend) {
        return Arrays.stream(values).map(value -> value - subtrahend).toArray();
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
