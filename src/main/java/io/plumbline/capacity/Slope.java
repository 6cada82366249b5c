package io.plumbline.capacity;

import java.util.Optional;

/**
 * By how much a backlog grows, in records a second, with bounds that allow for its being a sawtooth whose samples are not
 * independent.
 *
 * <p>Samples are averaged over blocks as long as the slowest poll, so that saw teeth cancel. What is then left
 * of the noise, and how it hangs together, tells how sure the slope is ({@link Trend}).
 *
 * @param lower the true slope is below it by chance in so many cases as the confidence leaves open
 * @param upper the true slope is above it in as many
 * @param points how many blocks it rests on
 */
public record Slope(double perSecond, double lower, double upper, int points) {

    /** Of fewer blocks no bounds are made. */
    static final int FEWEST_BLOCKS = 6;

    /** More would show only faster noise, which the slope does not feel. */
    private static final int MOST_BLOCKS = 24;

    /**
     * Empty where the series is too short.
     *
     * @param cycleMicros how far apart the slowest polls on the records' way are: the length of a block at the least
     * @param confidence of either bound by itself, such as 0.95
     */
    public static Optional<Slope> of(Backlog series, long cycleMicros, double confidence) {
        Blocks blocks = Blocks.of(series, cycleMicros, MOST_BLOCKS);
        if (blocks.count() < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        Trend trend = new Trend(blocks.seconds(), blocks.means());
        double slope = trend.slope();
        // Of points without noise all three are the same, but for rounding.
        double lower = Math.min(slope, trend.exceededBy(confidence));
        double upper = Math.max(slope, trend.exceededBy(1 - confidence));
        return Optional.of(new Slope(slope, lower, upper, blocks.count()));
    }
}
