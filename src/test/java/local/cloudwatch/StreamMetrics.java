package local.cloudwatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import local.kinesis.StreamMeter;

/** What Kinesis counts of each stream. */
public final class StreamMetrics implements StreamMeter {

    private final Metrics metrics;
    private final Map<String, OfStream> streams = new ConcurrentHashMap<>();

    private record OfStream(Series taken, Series putsThrottled, Series readsThrottled, Series age) {}

    public StreamMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    private OfStream of(String stream) {
        OfStream found = streams.get(stream);
        return found == null ? streams.computeIfAbsent(stream, this::create) : found;
    }

    private OfStream create(String stream) {
        return new OfStream(
                series("IncomingRecords", stream),
                series("WriteProvisionedThroughputExceeded", stream),
                series("ReadProvisionedThroughputExceeded", stream),
                series("GetRecords.IteratorAgeMilliseconds", stream));
    }

    private Series series(String metric, String stream) {
        return metrics.series("AWS/Kinesis", metric, "StreamName", stream);
    }

    /** As the service does it: 0 throttled is a value, 0 taken is none. */
    @Override
    public void put(String stream, int taken, int throttled) {
        OfStream counted = of(stream);
        if (taken > 0) {
            counted.taken().add(taken);
        }
        counted.putsThrottled().add(throttled);
    }

    @Override
    public void read(String stream, long ageMillis) {
        of(stream).readsThrottled().add(0);
        of(stream).age().add(ageMillis);
    }

    @Override
    public void readThrottled(String stream) {
        of(stream).readsThrottled().add(1);
    }
}
