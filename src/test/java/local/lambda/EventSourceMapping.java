package local.lambda;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import local.kinesis.KinesisStream;
import local.kinesis.Shard;
import local.lambda.ShardPoller.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all shards of a stream, from their end on, and invokes a function with what it finds. */
public final class EventSourceMapping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

    private final ScheduledExecutorService threads;
    private final MappingSwitch power;

    /**
     * @param clock by which batching windows end
     * @param power whether it reads
     */
    public EventSourceMapping(
            KinesisStream stream,
            MappingSettings settings,
            Function<byte[], Invocation> function,
            DeliveryHook hook,
            MicroClock clock,
            MappingSwitch power) {
        this.power = power;
        List<ShardPoller> pollers = new ArrayList<>();
        for (Shard shard : stream.shards()) {
            for (int i = 0; i < settings.parallelizationFactor(); i++) {
                Lane lane = new Lane(i, settings.parallelizationFactor());
                pollers.add(new ShardPoller(stream, shard, lane, settings, function, hook, clock));
            }
        }
        // A thread a poller: an invocation holds its thread until the function returns.
        threads = Executors.newScheduledThreadPool(pollers.size(), task -> {
            Thread thread = new Thread(task, "event-source-mapping");
            thread.setDaemon(true);
            return thread;
        });
        pollers.forEach(this::run);
    }

    private void run(ShardPoller poller) {
        if (!power.begin(() -> schedule(poller, Duration.ZERO))) {
            return;
        }
        Duration pause;
        try {
            pause = poller.poll();
        } catch (RuntimeException e) {
            LOG.error("A poll failed", e);
            pause = MappingSettings.POLL_INTERVAL;
        } finally {
            power.end();
        }
        schedule(poller, pause);
    }

    private void schedule(ShardPoller poller, Duration pause) {
        if (!threads.isShutdown()) {
            threads.schedule(() -> run(poller), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
