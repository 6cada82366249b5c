package local.cloudwatch;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** One metric, minute by minute. Many threads may add at once. */
final class Series {

    private static final long MINUTE_MICROS = 60_000_000;
    private static final int MINUTE_SECONDS = 60;

    private final MicroClock clock;
    private final long delayMicros;
    private final ConcurrentSkipListMap<Long, Minute> minutes = new ConcurrentSkipListMap<>();
    private final Queue<Unseen> unseen = new ArrayDeque<>();

    /** What is counted, but not yet shown. */
    private record Unseen(long dueMicros, long minute, double value) {}

    /** @param second when the minute starts, in seconds of the epoch */
    record Point(long second, long samples, double sum, double maximum) {}

    private static final class Minute {

        private final LongAdder samples = new LongAdder();
        private final DoubleAdder sum = new DoubleAdder();
        private final DoubleAccumulator maximum = new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);

        private void add(double value) {
            sum.add(value);
            maximum.accumulate(value);
            samples.increment();
        }
    }

    /** @param delay after which a value is seen */
    Series(MicroClock clock, Duration delay) {
        this.clock = clock;
        this.delayMicros = delay.toNanos() / 1_000;
    }

    void add(double value) {
        add(value, Duration.ZERO);
    }

    /** @param since when what the value is of began: it counts for that minute */
    void add(double value, Duration since) {
        long now = clock.nowMicros();
        long minute = Math.floorDiv(now - since.toNanos() / 1_000, MINUTE_MICROS);
        if (delayMicros == 0) {
            count(minute, value);
        } else {
            synchronized (unseen) {
                unseen.add(new Unseen(now + delayMicros, minute, value));
                show(now);
            }
        }
    }

    /** Of the minutes that start in this time, its end excluded; the oldest first. */
    List<Point> points(double fromSecond, double toSecond) {
        synchronized (unseen) {
            show(clock.nowMicros());
        }
        long first = (long) Math.ceil(fromSecond / MINUTE_SECONDS);
        long end = (long) Math.ceil(toSecond / MINUTE_SECONDS);
        return minutes.subMap(first, Math.max(first, end)).entrySet().stream()
                .map(entry -> point(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Point point(long minute, Minute found) {
        return new Point(minute * MINUTE_SECONDS, found.samples.sum(), found.sum.sum(), found.maximum.get());
    }

    /** Also whenever something is added, so that it does not gather where nobody asks. */
    private void show(long now) {
        while (!unseen.isEmpty() && unseen.element().dueMicros() <= now) {
            Unseen next = unseen.remove();
            count(next.minute(), next.value());
        }
    }

    private void count(long minute, double value) {
        Minute found = minutes.get(minute);
        (found == null ? minutes.computeIfAbsent(minute, start -> new Minute()) : found).add(value);
    }
}
