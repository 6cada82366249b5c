package io.plumbline.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.Kinesis;
import io.plumbline.dsl.PutBuilder;
import io.plumbline.settings.Settings.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Users who put one record after the other, or {@code bench.batch} of them at a time, each tracked, and waited for unless
 * {@code bench.awaits} is false; measured while all of them are at work, which they are until all is measured.
 */
public class PutRecordSimulation extends Simulation {

    private static final int BATCH = Integer.getInteger("bench.batch", 1);

    private final Load load = load();
    private final Meter meter = new Meter();

    private final FeederBuilder<Object> tenants = listFeeder(
                    List.of(Map.<String, Object>of("tenant", "tenant-1"), Map.of("tenant", "tenant-2")))
            .circular();

    private static PutBuilder<?> put() {
        Kinesis action = kinesis("Log record");
        Body body = logRecord();
        PutBuilder<?> put = BATCH == 1 ? action.putRecord(body) : action.putRecords(BATCH, body);
        return Boolean.parseBoolean(System.getProperty("bench.awaits", "true"))
                ? put.awaitArrival()
                : put.trackArrival();
    }

    {
        Thread measuring = new Thread(this::measure, "meter");
        measuring.setDaemon(true);
        measuring.start();
        setUp(accounted(scenario("Logs")
                        .exec(asLongAs(session -> !meter.isDone())
                                .on(feed(tenants).exec(put()).exec(session -> {
                                    meter.done(BATCH, !session.isFailed());
                                    return session.markAsSucceeded();
                                })))
                        .injectClosed(constantConcurrentUsers(load.users()).during(1))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }

    private void measure() {
        try {
            meter.measure(Duration.ofSeconds(Long.getLong("bench.measured")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
