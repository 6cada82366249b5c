package local.cloudwatch;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What CloudWatch has counted. */
public final class Metrics {

    private final MicroClock clock;
    private final Duration delay;
    private final Map<Name, Series> all = new ConcurrentHashMap<>();

    record Name(String namespace, String metric, Map<String, String> dimensions) {

        Name {
            dimensions = Map.copyOf(dimensions);
        }
    }

    /**
     * @param clock AWS' clock
     * @param delay between what happens and what is seen of it
     */
    public Metrics(MicroClock clock, Duration delay) {
        this.clock = clock;
        this.delay = delay;
    }

    long nowMillis() {
        return clock.nowMicros() / 1_000;
    }

    /** To add to; look it up once. It is not seen before it has a value. */
    Series series(String namespace, String metric, String dimension, String owner) {
        return all.computeIfAbsent(
                new Name(namespace, metric, Map.of(dimension, owner)), name -> new Series(clock, delay));
    }

    List<Series.Point> points(Name name, double fromSecond, double toSecond) {
        Series series = all.get(name);
        return series == null ? List.of() : series.points(fromSecond, toSecond);
    }
}
