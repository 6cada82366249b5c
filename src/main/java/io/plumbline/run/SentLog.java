package io.plumbline.run;

import io.plumbline.ledger.Sent;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** What the generator sent, for the stand-in, whose truth needs to know it. Thread-safe. */
final class SentLog {

    private final List<Sent> sent = new ArrayList<>();
    private final BitSet refusedLocally = new BitSet();

    synchronized void sent(List<Sent> records) {
        sent.addAll(records);
    }

    synchronized void refusedLocally(List<Sent> records) {
        records.forEach(record -> refusedLocally.set(Math.toIntExact(record.sequence())));
    }

    synchronized Stream<SentRecord> records(TraceIds ids) {
        return List.copyOf(sent).stream()
                .map(record -> new SentRecord(
                        ids.load(record.sequence()),
                        record.sentMicros(),
                        record.deadlineMicros(),
                        record.timed(),
                        refusedLocally.get(Math.toIntExact(record.sequence()))));
    }
}
