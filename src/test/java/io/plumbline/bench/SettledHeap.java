package io.plumbline.bench;

import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.ledger.State;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What a settled record leaves in the ledger: run {@code main}. Sends any number of records through one ledger, by
 * default ten million, at most {@link #IN_FLIGHT} of them at once, and prints by how much the heap grew a record.
 * Ends with exit code 1 if that is more than {@link #LIMIT_BYTES}.
 */
public final class SettledHeap {

    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final int IN_FLIGHT = 100_000;
    private static final long MICROS_BETWEEN = 200;
    private static final long PATIENCE = 2 * IN_FLIGHT * MICROS_BETWEEN;

    /** Settled before the heap is looked at, so that deadlines pass as fast as they come. */
    private static final int WARM_UP = 1_000_000;

    /** It may leave a byte; a twentieth more for what happens to be in flight when the heap is looked at. */
    private static final double LIMIT_BYTES = 1.05;

    private final Ledger ledger = new Ledger(settled -> {}, failure -> {
        throw failure;
    });

    private SettledHeap() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            System.exit(new SettledHeap().holds(Long.parseLong(arguments[0])) ? 0 : 1);
        }
        System.exit(run(arguments.length == 0 ? 10_000_000 : Long.parseLong(arguments[0])));
    }

    static int run(long records) throws IOException, InterruptedException {
        return Jvm.run(SettledHeap.class, OPTIONS, Long.toString(records), "here");
    }

    private boolean holds(long records) {
        for (long sequence = 0; sequence < IN_FLIGHT; sequence++) {
            put(sequence);
        }
        settle(0, WARM_UP);
        long before = Jvm.heapAfterGc();
        settle(WARM_UP, WARM_UP + records);
        long after = Jvm.heapAfterGc();
        double grown = (after - before) / (double) records;
        System.out.printf(
                Locale.ROOT,
                "settled: %,d of %,d on time, %,d open, heap %,d then %,d bytes: %.3f bytes a settled record%n",
                ledger.count(State.ON_TIME),
                WARM_UP + records,
                ledger.openCount(),
                before,
                after,
                grown);
        return ledger.count(State.ON_TIME) == WARM_UP + records
                && ledger.openCount() == IN_FLIGHT
                && grown <= LIMIT_BYTES;
    }

    private void settle(long from, long to) {
        for (long sequence = from; sequence < to; sequence++) {
            put(sequence + IN_FLIGHT);
            see(sequence);
            ledger.expire(sent(sequence + IN_FLIGHT));
        }
    }

    private void put(long sequence) {
        long sent = sent(sequence);
        ledger.register(new Sent(sequence, sent, sent + PATIENCE, true), null);
        // Made anew, as an answer of Kinesis would be.
        ledger.acknowledged(sequence, sent + 10_000, Long.toString(sequence));
    }

    private void see(long sequence) {
        long sent = sent(sequence);
        Stamps remote = Stamps.none().with(Stamp.INSERTED, sent + 900_000);
        ledger.seen(sequence, new Sighting(remote, sent + 500_000, sent + 1_500_000, Long.toString(sequence)));
    }

    private static long sent(long sequence) {
        return sequence * MICROS_BETWEEN;
    }
}
