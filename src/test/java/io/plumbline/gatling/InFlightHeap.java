package io.plumbline.gatling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatling.commons.stats.OK$;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.internal.Expressions;
import io.plumbline.aws.PutOutcome;
import io.plumbline.bench.Jvm;
import io.plumbline.dsl.LogRecord;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.ledger.State;
import io.plumbline.run.Attempt;
import io.plumbline.run.Expectation;
import io.plumbline.run.PutAnswer;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import scala.Function1;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;
import scala.runtime.BoxedUnit;

/**
 * What a record in flight takes of the heap, with its user who waits for it: run {@code main}. Puts any number of
 * records, by default a million, each by a user of its own with Gatling's session, acknowledges all of them, and only
 * then sees them arrive, in a JVM with a heap of 1 GB. Ends with exit code 1 unless all fit and all users went on.
 */
public final class InFlightHeap {

    private static final List<String> OPTIONS = List.of("-Xmx1g");
    private static final long MICROS_BETWEEN = 200;
    private static final long PATIENCE = 3_600_000_000L;

    private static final Checks<PutResponse> NO_CHECKS = Checks.on(PutResponse.class, Map.of(), List.of());

    private final TraceIds ids = new TraceIds("test-20260101-000000-abcd", 0);
    private final PartitionKeys keys = new PartitionKeys(0, PartitionKeys.DEFAULT_COUNT);
    private final AtomicLong rowsLogged = new AtomicLong();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final AtomicLong wentOn = new AtomicLong();
    private final Rows rows = new Rows(engine(), 0, any -> true);
    private final Function1<Session, Validation<String>> body = body();
    private final Ledger ledger = new Ledger(settled -> {}, failure -> {
        throw failure;
    });

    private InFlightHeap() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            System.exit(new InFlightHeap().holds(Integer.parseInt(arguments[0])) ? 0 : 1);
        }
        System.exit(run(arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0])));
    }

    /** The exit code. */
    public static int run(int records) throws IOException, InterruptedException {
        return Jvm.run(InFlightHeap.class, OPTIONS, Integer.toString(records), "here");
    }

    private boolean holds(int records) {
        long before = Jvm.heapAfterGc();
        for (int i = 0; i < records; i++) {
            put(i);
        }
        long inFlight = Jvm.heapAfterGc() - before;
        int open = ledger.openCount();
        System.out.printf(
                Locale.ROOT,
                "in flight: %,d records of %,d bytes, each with its waiting user: %,d bytes of heap a record%n",
                open,
                bodyBytes.get() / records,
                inFlight / records);
        for (int i = 0; i < records; i++) {
            see(i);
        }
        System.out.printf(
                Locale.ROOT,
                "settled: %,d on time, %,d rows, %,d users went on%n",
                ledger.count(State.ON_TIME),
                rowsLogged.get(),
                wentOn.get());
        return open == records && ledger.count(State.ON_TIME) == records && wentOn.get() == records;
    }

    /** As the action does it. */
    private void put(long sequence) {
        Attempt attempt = attempt(sequence);
        Session session = new Session(
                        "Logs",
                        sequence,
                        Map$.MODULE$.empty(),
                        OK$.MODULE$,
                        List$.MODULE$.empty(),
                        ended -> BoxedUnit.UNIT,
                        null)
                .set("tenant", "tenant-1");
        Session traced = session.set(PutAction.TRACE, new Trace(attempt, ids.runToken(), sequence, 0));
        PutFlow flow = new PutFlow(
                rows,
                this::goOn,
                traced,
                "Log record",
                List.of(attempt),
                new Watch.Await(Expectation.arrival(1)),
                NO_CHECKS);
        bodyBytes.addAndGet(((Success<String>) body.apply(traced)).value().getBytes(UTF_8).length);
        ledger.register(attempt.sent(), flow);
        long acked = attempt.sent().sentMicros() + 10_000;
        String number = "4959033827149025660855969253836157109592157"
                + ids.load(sequence).substring(29);
        PutOutcome taken = new PutOutcome.Acknowledged(number, "shardId-000000000000");
        flow.answered(new PutAnswer(
                List.of(attempt.sent()), List.of(taken), attempt.sent().sentMicros(), acked, false));
        ledger.acknowledged(sequence, acked, number);
    }

    private Attempt attempt(long sequence) {
        long sent = sequence * MICROS_BETWEEN;
        return new Attempt(new Sent(sequence, sent, sent + PATIENCE, true), ids, keys);
    }

    private void see(long sequence) {
        long sent = sequence * MICROS_BETWEEN;
        Stamps remote = Stamps.none().with(Stamp.INSERTED, sent + 900_000);
        ledger.seen(sequence, new Sighting(remote, sent + 500_000, sent + 1_500_000, null));
    }

    private void goOn(Session session) {
        wentOn.incrementAndGet();
    }

    /** Counts the rows. */
    private StatsEngine engine() {
        return (StatsEngine) Proxy.newProxyInstance(
                StatsEngine.class.getClassLoader(), new Class<?>[] {StatsEngine.class}, (proxy, method, arguments) -> {
                    rowsLogged.incrementAndGet();
                    return null;
                });
    }

    private static Function1<Session, Validation<String>> body() {
        try (InputStream text = InFlightHeap.class.getResourceAsStream("/" + LogRecord.TEMPLATE)) {
            return Expressions.toStringExpression(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
