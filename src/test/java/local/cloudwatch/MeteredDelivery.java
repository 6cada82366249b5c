package local.cloudwatch;

import java.util.List;
import local.kinesis.StreamMeter;
import local.kinesis.StreamRecord;
import local.lambda.DeliveryHook;

/** What Lambda counts of an event source mapping, and what its reads and its faults are for stream and function. */
public final class MeteredDelivery implements DeliveryHook {

    private final DeliveryHook faults;
    private final Metrics metrics;
    private final StreamMeter stream;
    private final String streamName;
    private final FunctionMetrics function;
    private final Series polled;
    private final Series invoked;
    private final Series dropped;

    public MeteredDelivery(
            DeliveryHook faults,
            Metrics metrics,
            StreamMeter stream,
            String streamName,
            FunctionMetrics function,
            String mapping) {
        this.faults = faults;
        this.metrics = metrics;
        this.stream = stream;
        this.streamName = streamName;
        this.function = function;
        this.polled = series(metrics, "PolledEventCount", mapping);
        this.invoked = series(metrics, "InvokedEventCount", mapping);
        this.dropped = series(metrics, "DroppedEventCount", mapping);
    }

    private static Series series(Metrics metrics, String metric, String mapping) {
        return metrics.series("AWS/Lambda", metric, "EventSourceMappingUUID", mapping);
    }

    @Override
    public void polled(List<StreamRecord> records) {
        polled.add(records.size());
        stream.read(streamName, age(records));
        faults.polled(records);
    }

    @Override
    public boolean delivers(StreamRecord record) {
        return faults.delivers(record);
    }

    @Override
    public boolean heldBack(StreamRecord record) {
        return faults.heldBack(record);
    }

    /** An invocation that does not get to the function is one for Lambda, as if its code had not started. */
    @Override
    public boolean fails(List<StreamRecord> batch) {
        invoked.add(batch.size());
        function.sent(age(batch));
        boolean fails = faults.fails(batch);
        if (fails) {
            function.invoked(true);
        }
        return fails;
    }

    /** As {@link #fails}, but it reports all of them itself. */
    @Override
    public int processed(List<StreamRecord> batch) {
        int processed = faults.processed(batch);
        if (processed == 0) {
            function.invoked(false);
        }
        return processed;
    }

    @Override
    public void givenUp(List<StreamRecord> batch) {
        dropped.add(batch.size());
        faults.givenUp(batch);
    }

    private long age(List<StreamRecord> records) {
        return records.isEmpty()
                ? 0
                : Math.max(
                        0, metrics.nowMillis() - records.get(records.size() - 1).arrivalMillis());
    }
}
