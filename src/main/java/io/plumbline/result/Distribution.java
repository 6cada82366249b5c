package io.plumbline.result;

import static io.plumbline.result.EndToEndRecorder.millis;

import io.plumbline.result.RunRecord.Summary;
import java.util.Collection;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Durations in microseconds, some of which may lie beyond every value. Percentiles are by nearest rank: the smallest
 * value that at least so many per cent do not exceed. A histogram keeps them to four digits, so its buckets are at the
 * most 1/10,000 of a value wide and its size stays below 7 MB whatever comes in; smallest, largest and sum are exact.
 *
 * <p>Only this package adds to it. Not thread-safe.
 */
public final class Distribution {

    private static final int SIGNIFICANT_DIGITS = 4;

    private final Histogram histogram;
    private long beyond;
    private long min = Long.MAX_VALUE;
    private long max;
    private long sum;

    Distribution() {
        this(SIGNIFICANT_DIGITS);
    }

    /** One that keeps fewer digits than usual, for where there are many. */
    Distribution(int digits) {
        histogram = new Histogram(digits);
    }

    /**
     * One that was written and read again.
     *
     * @param exact its smallest, mean and largest in milliseconds, which a histogram does not keep; what is null of it is
     *     taken from the histogram, as is what is of other points
     */
    static Distribution of(Histogram histogram, long beyond, Exact exact) {
        Distribution read = new Distribution();
        read.histogram.add(histogram);
        read.beyond = beyond;
        long count = histogram.getTotalCount();
        if (count > 0) {
            read.min = read.refined(histogram.getMinValue(), exact.min());
            read.max = read.refined(histogram.getMaxValue(), exact.max());
            read.sum = exact.mean() == null
                    ? Math.round(histogram.getMean() * count)
                    : Math.round(exact.mean() * 1000 * count);
        }
        return read;
    }

    /** What is known of a distribution more exactly than by its histogram, in milliseconds. */
    record Exact(@Nullable Double min, @Nullable Double mean, @Nullable Double max) {

        static Exact of(Summary summary) {
            return new Exact(summary.min(), summary.mean(), summary.max());
        }
    }

    private long refined(long micros, @Nullable Double exactMillis) {
        long exact = exactMillis == null ? micros : Math.round(1000 * exactMillis);
        return histogram.valuesAreEquivalent(micros, exact) ? exact : micros;
    }

    /** Of several, as if all had been added to one. */
    static Distribution sum(Collection<Distribution> some) {
        Distribution all = new Distribution();
        some.forEach(all::add);
        return all;
    }

    /** Its figures, in milliseconds. */
    Summary summary() {
        return new Summary(
                count(),
                millis(min()),
                histogram.getTotalCount() == 0 ? null : Math.round((double) sum / histogram.getTotalCount()) / 1000.0,
                millis(percentile(50, Side.MIDDLE)),
                millis(percentile(95, Side.MIDDLE)),
                millis(percentile(99, Side.MIDDLE)),
                millis(max()));
    }

    /** The same as if all that the other has had been added here. */
    void add(Distribution other) {
        histogram.add(other.histogram);
        beyond += other.beyond;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum += other.sum;
    }

    /** @param micros not negative */
    void add(long micros) {
        add(micros, 1);
    }

    /** Adds so many that are the same. */
    void add(long micros, long count) {
        histogram.recordValueWithCount(micros, count);
        min = Math.min(min, micros);
        max = Math.max(max, micros);
        sum += micros * count;
    }

    /** Counts one that is larger than every value. */
    void addBeyond() {
        addBeyond(1);
    }

    void addBeyond(long count) {
        beyond += count;
    }

    /** Those beyond included. */
    public long count() {
        return histogram.getTotalCount() + beyond;
    }

    long sum() {
        return sum;
    }

    /** How many lie beyond every value. */
    public long beyond() {
        return beyond;
    }

    /** Those that do not lie beyond, in microseconds. */
    public Histogram histogram() {
        return histogram.copy();
    }

    OptionalLong min() {
        return histogram.getTotalCount() == 0 ? OptionalLong.empty() : OptionalLong.of(min);
    }

    /** Empty also where one lies beyond. */
    OptionalLong max() {
        return histogram.getTotalCount() == 0 || beyond > 0 ? OptionalLong.empty() : OptionalLong.of(max);
    }

    /** Where between its bucket's two ends a percentile is taken. */
    public enum Side {
        LOWER,
        MIDDLE,
        UPPER
    }

    /** Empty where there is nothing or the percentile lies beyond. */
    public OptionalLong percentile(int percent, Side side) {
        return quantile(100 * percent, side);
    }

    /**
     * Empty where there is nothing or it lies beyond.
     *
     * @param tenThousandths 9,999 for the percentile 99.99
     */
    OptionalLong quantile(int tenThousandths, Side side) {
        HistogramIterationValue bucket = bucketOfRank(Math.max(1, (count() * tenThousandths + 9_999) / 10_000));
        if (bucket == null) {
            return OptionalLong.empty();
        }
        long value = bucket.getValueIteratedTo();
        long end =
                switch (side) {
                    case LOWER -> histogram.lowestEquivalentValue(value);
                    case MIDDLE -> histogram.medianEquivalentValue(value);
                    case UPPER -> histogram.highestEquivalentValue(value);
                };
        return OptionalLong.of(Math.min(max, Math.max(min, end)));
    }

    private @Nullable HistogramIterationValue bucketOfRank(long rank) {
        for (HistogramIterationValue bucket : histogram.recordedValues()) {
            if (bucket.getTotalCountToThisValue() >= rank) {
                return bucket;
            }
        }
        return null;
    }

    /** How far the middle of a bucket can be from a value in it, at the most. */
    long halfBucket() {
        return histogram.sizeOfEquivalentValueRange(max) / 2;
    }
}
