package io.plumbline.run;

import io.plumbline.ledger.ExpectedRows;
import io.plumbline.ledger.Sent;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the generator sent, for the stand-in, whose truth needs to know it; 16 bytes a record. Thread-safe. */
final class SentLog {

    private static final int CHUNK = 1 << 12;

    /** Of each record of a chunk when it was sent, then its deadline. */
    private final List<long[]> chunks = new ArrayList<>();

    private final ExpectedRows rows = new ExpectedRows();
    private final BitSet sent = new BitSet();
    private final BitSet timed = new BitSet();
    private final BitSet refusedLocally = new BitSet();

    synchronized void sent(List<Sent> records) {
        records.forEach(this::add);
    }

    private void add(Sent record) {
        int number = Math.toIntExact(record.sequence());
        while (chunks.size() <= number / CHUNK) {
            chunks.add(new long[2 * CHUNK]);
        }
        long[] chunk = chunks.get(number / CHUNK);
        chunk[number % CHUNK * 2] = record.sentMicros();
        chunk[number % CHUNK * 2 + 1] = record.deadlineMicros();
        sent.set(number);
        timed.set(number, record.timed());
        rows.expect(number, record.rows());
    }

    synchronized void refusedLocally(List<Sent> records) {
        records.forEach(record -> refusedLocally.set(Math.toIntExact(record.sequence())));
    }

    /** Those sent until now; what comes later is not in it. */
    synchronized Stream<SentRecord> records(TraceIds ids) {
        int[] numbers = sent.stream().toArray();
        return IntStream.of(numbers).mapToObj(number -> record(number, ids));
    }

    private synchronized SentRecord record(int number, TraceIds ids) {
        long[] chunk = chunks.get(number / CHUNK);
        int place = number % CHUNK * 2;
        return new SentRecord(
                ids.load(number),
                chunk[place],
                chunk[place + 1],
                timed.get(number),
                rows.of(number),
                refusedLocally.get(number));
    }
}
