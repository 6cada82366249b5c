package io.plumbline.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows what became of every record. Owned by one thread; nothing here is synchronised.
 *
 * <pre>
 * put \ row      | not seen                      | seen
 * ---------------+-------------------------------+---------------------------
 * in flight      | open                          | open until the put ends
 * acknowledged   | open; untimed: UNTIMED        | ON_TIME or LATE
 * unanswered     | open; untimed: AMBIGUOUS      | ON_TIME or LATE
 * refused        | REJECTED                      | ON_TIME or LATE
 *
 * at the end of the run, what is still open and
 * acknowledged becomes LOST after a complete audit, UNRESOLVED after any other;
 * in flight or unanswered becomes AMBIGUOUS, or by its arrival ON_TIME or LATE.
 * </pre>
 *
 * A waiter is told at the arrival or at the deadline, whichever is first; the record stays open after its deadline.
 */
public final class Ledger {

    private final Map<Long, Open> open = new HashMap<>();
    private final PriorityQueue<Open> byDeadline = new PriorityQueue<>(Comparator.comparingLong(Open::deadline));
    private final Map<State, Long> settled = new EnumMap<>(State.class);
    private final Blocks seen = new Blocks();
    private final Consumer<Settled> sink;
    private final Consumer<RuntimeException> waiterFailure;
    private long registered;
    private long straddling;

    /**
     * @param sink is handed each record as it settles
     * @param waiterFailure is told when a waiter threw; the ledger goes on
     */
    public Ledger(Consumer<Settled> sink, Consumer<RuntimeException> waiterFailure) {
        this.sink = sink;
        this.waiterFailure = waiterFailure;
        for (State state : State.values()) {
            settled.put(state, 0L);
        }
    }

    /** A record is about to be sent. */
    public void register(Sent sent, @Nullable Waiter waiter) {
        Open record = new Open(sent, waiter);
        if (open.putIfAbsent(sent.sequence(), record) != null) {
            throw new IllegalStateException("registered twice: " + sent.sequence());
        }
        registered++;
        if (sent.timed()) {
            byDeadline.add(record);
        }
    }

    /** Kinesis took the record. */
    public void acknowledged(long sequence, long ackedMicros, String sequenceNumber) {
        Open record = open.get(sequence);
        if (record == null) {
            return;
        }
        record.put = Put.ACKNOWLEDGED;
        record.ackedMicros = ackedMicros;
        record.sequenceNumber = sequenceNumber;
        putEnded(record, State.UNTIMED);
    }

    /** The attempt went unanswered or broke: nobody knows whether Kinesis took the record. */
    public void unanswered(long sequence, String reason) {
        Open record = open.get(sequence);
        if (record == null) {
            return;
        }
        record.put = Put.UNANSWERED;
        record.reason = reason;
        putEnded(record, State.AMBIGUOUS);
    }

    /** The record was refused, or never left. */
    public void refused(long sequence, String reason) {
        Open record = open.get(sequence);
        if (record == null) {
            return;
        }
        record.put = Put.REFUSED;
        record.reason = reason;
        if (record.arrival != null) {
            arrivedAndAnswered(record, record.arrival);
        } else {
            settle(record, State.REJECTED);
        }
    }

    /** A row of the record was found. Rows after the first change nothing here. */
    public void seen(long sequence, Sighting sighting) {
        Open record = open.get(sequence);
        if (record == null || record.arrival != null) {
            return;
        }
        Arrival arrival = Arrival.of(record.sent, sighting);
        record.arrival = arrival;
        seen.add(sequence);
        if (record.put != Put.IN_FLIGHT) {
            arrivedAndAnswered(record, arrival);
        }
    }

    /** Tells the waiters whose deadline has passed. */
    public void expire(long nowMicros) {
        for (Open next = byDeadline.peek(); next != null && next.deadline() < nowMicros; next = byDeadline.peek()) {
            byDeadline.remove();
            missed(next);
        }
    }

    /** When {@link #expire} has something to do next. */
    public OptionalLong nextDeadline() {
        Open next = byDeadline.peek();
        return next == null ? OptionalLong.empty() : OptionalLong.of(next.deadline());
    }

    /** Settles all that is open: nothing more will be looked for. */
    public void close(boolean auditComplete) {
        for (Open record : List.copyOf(open.values())) {
            if (record.arrival != null) {
                arrivedAndAnswered(record, record.arrival);
            } else if (record.put != Put.ACKNOWLEDGED) {
                settle(record, State.AMBIGUOUS);
            } else if (!auditComplete) {
                settle(record, State.UNRESOLVED);
            } else {
                settle(record, State.LOST);
            }
        }
    }

    /** How many records may still change. */
    public int openCount() {
        return open.size();
    }

    /** How many records were registered. */
    public long registered() {
        return registered;
    }

    /** How many records settled in this state. */
    public long count(State state) {
        return settled.getOrDefault(state, 0L);
    }

    /** How many arrived records have bounds that disagree about their deadline. */
    public long straddling() {
        return straddling;
    }

    /** How many different records of each block were seen. */
    public Blocks seenByBlock() {
        return seen;
    }

    /** Whether a row of this record was seen. */
    public boolean wasSeen(long sequence) {
        return seen.contains(sequence);
    }

    /** The sequence numbers of records still open, in no order. */
    public List<Long> openSequences() {
        return new ArrayList<>(open.keySet());
    }

    private void putEnded(Open record, State whenUntimed) {
        if (record.arrival != null) {
            arrivedAndAnswered(record, record.arrival);
        } else if (!record.sent.timed()) {
            settle(record, whenUntimed);
        }
    }

    private void arrivedAndAnswered(Open record, Arrival arrival) {
        if (!record.sent.timed()) {
            settle(record, State.UNTIMED);
            return;
        }
        Visibility visible = arrival.visible();
        if (visible.straddles(record.deadline())) {
            straddling++;
        }
        settle(record, visible.pointMicros() <= record.deadline() ? State.ON_TIME : State.LATE);
        tell(record, waiter -> waiter.arrived(record.sent, arrival));
    }

    private void missed(Open record) {
        if (!record.settled) {
            tell(record, waiter -> waiter.missed(record.sent));
        }
    }

    private void tell(Open record, Consumer<Waiter> news) {
        Waiter waiter = record.takeWaiter();
        if (waiter == null) {
            return;
        }
        try {
            news.accept(waiter);
        } catch (RuntimeException e) {
            waiterFailure.accept(e);
        }
    }

    private void settle(Open record, State state) {
        record.settled = true;
        open.remove(record.sent.sequence());
        settled.merge(state, 1L, Long::sum);
        sink.accept(new Settled(
                record.sent, state, record.ackedMicros, record.sequenceNumber(), record.arrival, record.reason));
    }

    private enum Put {
        IN_FLIGHT,
        ACKNOWLEDGED,
        UNANSWERED,
        REFUSED
    }

    private static final class Open {
        private final Sent sent;
        private @Nullable Waiter waiter;
        private Put put = Put.IN_FLIGHT;
        private @Nullable Long ackedMicros;
        private @Nullable String sequenceNumber;
        private @Nullable Arrival arrival;
        private @Nullable String reason;
        private boolean settled;

        private Open(Sent sent, @Nullable Waiter waiter) {
            this.sent = sent;
            this.waiter = waiter;
        }

        private long deadline() {
            return sent.deadlineMicros();
        }

        private @Nullable String sequenceNumber() {
            return sequenceNumber == null && arrival != null ? arrival.sequenceNumber() : sequenceNumber;
        }

        private @Nullable Waiter takeWaiter() {
            Waiter taken = waiter;
            waiter = null;
            return taken;
        }
    }
}
