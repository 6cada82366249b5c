package io.plumbline.bench;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.settings.Settings.Load;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** Users who each wait for a record; prints what they take of the heap when {@code bench.records} have begun. */
public class WaitingUsersSimulation extends Simulation {

    /** What the result begins with. */
    static final String RESULT = "waiting:";

    /** More than a put takes. */
    private static final long UNTIL_ANSWERED_MILLIS = 10_000;

    private final Load load = load();
    private final int records = Integer.getInteger("bench.records");
    private final LongAdder waiting = new LongAdder();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch all = new CountDownLatch(records);

    {
        Thread measuring = new Thread(this::measure, "meter");
        measuring.setDaemon(true);
        measuring.start();
        setUp(accounted(scenario("Logs")
                        .feed(listFeeder(List.of(Map.<String, Object>of("tenant", "tenant-1")))
                                .circular())
                        .exec(session -> {
                            waiting.increment();
                            first.countDown();
                            all.countDown();
                            return session;
                        })
                        .exec(kinesis("Log record").putRecord(logRecord()).awaitArrival())
                        // Only whose put was refused.
                        .exec(session -> {
                            waiting.decrement();
                            return session;
                        })
                        .injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }

    private void measure() {
        try {
            first.await();
            long before = Jvm.heapAfterGc();
            all.await();
            Thread.sleep(UNTIL_ANSWERED_MILLIS);
            long heap = Jvm.heapAfterGc() - before;
            System.out.printf(
                    Locale.ROOT, "%s %,d users, %,d bytes of heap each%n", RESULT, waiting.sum(), heap / waiting.sum());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
