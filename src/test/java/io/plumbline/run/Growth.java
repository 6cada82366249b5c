package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.bench.Jvm;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.ledger.State;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * Whether what a record costs stays as it is while the run grows: run {@code main}. Runs of a thousand to ten million
 * records pass through ledger, clocks and figures on one thread, 1,000 of them in flight; prints the CPU a record, the
 * heap that the run holds at its end and what that is a record beyond the smallest run's. Wire, polls and Gatling are not
 * in it. Argument: the largest run, by default a million.
 */
public final class Growth {

    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final int SMALLEST = 1_000;
    private static final int IN_FLIGHT = 1_000;
    private static final int WARM_UP = 300_000;

    /** Runs this small are repeated until so many records have passed. */
    private static final int ENOUGH = 100_000;

    private static final long MICROS_BETWEEN = 1_000;

    private final TraceIds ids = new TraceIds("growth-abcd", 0);
    private final Clocks clocks = new Clocks();
    private final Measurements measurements =
            new Measurements(0, ids, clocks, (state, rows) -> false, outcome -> {}, List.of());
    private final Ledger ledger = new Ledger(measurements::settled, failure -> {
        throw failure;
    });

    private Growth() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            print(Long.parseLong(arguments[0]));
        } else {
            String largest = arguments.length == 0 ? "1000000" : arguments[0];
            System.exit(Jvm.run(Growth.class, OPTIONS, largest, "here"));
        }
    }

    private static void print(long largest) {
        warmUp();
        System.out.println("| records | CPU a record | heap of the run | a record more |");
        System.out.println("|---|---|---|---|");
        heapOf(SMALLEST);
        long smallest = heapOf(SMALLEST);
        for (long records = SMALLEST; records <= largest; records *= 10) {
            double micros = cpuMicros(records);
            long heap = records == SMALLEST ? smallest : heapOf(records);
            double more = records == SMALLEST ? 0 : (heap - smallest) / (double) (records - SMALLEST);
            System.out.printf(
                    Locale.ROOT, "| %,d | %.2f µs | %,d KB | %.2f bytes |%n", records, micros, heap / 1_024, more);
        }
    }

    static void warmUp() {
        cpuMicros(WARM_UP);
    }

    /** CPU a record of a run of so many. */
    static double cpuMicros(long records) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        long passed = 0;
        do {
            Growth run = new Growth();
            long before = threads.getCurrentThreadCpuTime();
            run.pass(records);
            nanos += threads.getCurrentThreadCpuTime() - before;
            passed += records;
        } while (passed < ENOUGH);
        return nanos / 1e3 / passed;
    }

    private static long heapOf(long records) {
        // Twice: what the first one finds unused may hold on to more.
        Jvm.heapAfterGc();
        long before = Jvm.heapAfterGc();
        Growth run = new Growth();
        run.pass(records);
        long held = Jvm.heapAfterGc() - before;
        run.allOnTime(records);
        return held;
    }

    private void pass(long records) {
        for (long sequence = 0; sequence < records + IN_FLIGHT; sequence++) {
            if (sequence < records) {
                put(sequence);
            }
            if (sequence >= IN_FLIGHT) {
                see(sequence - IN_FLIGHT);
                ledger.expire(sent(sequence));
            }
        }
        allOnTime(records);
    }

    private void allOnTime(long records) {
        if (ledger.count(State.ON_TIME) != records || ledger.openCount() != 0) {
            throw new IllegalStateException(
                    ledger.count(State.ON_TIME) + " of " + records + " on time, " + ledger.openCount() + " open");
        }
    }

    private void put(long sequence) {
        long sent = sent(sequence);
        ledger.register(new Sent(sequence, sent, sent + 2 * IN_FLIGHT * MICROS_BETWEEN, true), null);
        // Made anew, as an answer of Kinesis would be.
        ledger.acknowledged(sequence, sent + 10_000, Long.toString(sequence));
    }

    private void see(long sequence) {
        long sent = sent(sequence);
        Stamps stamps = Stamps.none()
                .with(Stamp.KINESIS_ARRIVAL, sent + 5_000)
                .with(Stamp.LAMBDA_RECEIVED, sent + 500_000)
                .with(Stamp.LAMBDA_DONE, sent + 510_000)
                .with(Stamp.INSERTED, sent + 600_000);
        ledger.seen(sequence, new Sighting(stamps, sent + 500_000, sent + 1_000_000, Long.toString(sequence)));
    }

    private static long sent(long sequence) {
        return sequence * MICROS_BETWEEN;
    }
}
