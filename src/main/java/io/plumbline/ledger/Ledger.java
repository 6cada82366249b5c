package io.plumbline.ledger;

import io.plumbline.ledger.OpenRecords.Chunk;
import io.plumbline.ledger.OpenRecords.Put;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
 * A record that is to have several rows is seen when all of them were; one that is to have none is untimed.
 *
 * A waiter is told at the arrival or at the deadline, whichever is first; the record stays open after its deadline.
 */
public final class Ledger {

    private final OpenRecords open = new OpenRecords();
    private final Deadlines deadlines = new Deadlines();

    /** Of open records that are to have several rows, those of which some were found. */
    private final Map<Long, FanOut> fanOuts = new HashMap<>();

    private final long[] settled = new long[State.values().length];
    private final Consumer<Settled> sink;
    private final Consumer<RuntimeException> failure;
    private long registered;
    private long straddling;
    private long expectingNone;
    private boolean closed;

    /**
     * @param sink is handed each record as it settles
     * @param failure is told what the sink or a waiter threw; the ledger goes on
     */
    public Ledger(Consumer<Settled> sink, Consumer<RuntimeException> failure) {
        this.sink = sink;
        this.failure = failure;
    }

    /**
     * A record is about to be sent. Without effect once the ledger is closed.
     *
     * @throws IllegalStateException if it was before
     */
    public void register(Sent sent, @Nullable Waiter waiter) {
        if (closed) {
            return;
        }
        open.add(sent, waiter);
        registered++;
        expectingNone += sent.rows() == 0 ? 1 : 0;
        if (sent.timed()) {
            deadlines.add(sent);
        }
    }

    /** Kinesis took the record. */
    public void acknowledged(long sequence, long ackedMicros, String sequenceNumber) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null) {
            int i = chunk.index(sequence);
            chunk.ackedMicros[i] = ackedMicros;
            chunk.sequenceNumber[i] = sequenceNumber;
            putEnded(chunk, sequence, Put.ACKNOWLEDGED);
        }
    }

    /** The attempt went unanswered or broke: nobody knows whether Kinesis took the record. */
    public void unanswered(long sequence, String reason) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null) {
            chunk.reason[chunk.index(sequence)] = reason;
            putEnded(chunk, sequence, Put.UNANSWERED);
        }
    }

    /** The record was refused, or never left. After an unanswered attempt that says nothing about the record. */
    public void refused(long sequence, String reason) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null && chunk.put[chunk.index(sequence)] != Put.UNANSWERED) {
            chunk.reason[chunk.index(sequence)] = reason;
            putEnded(chunk, sequence, Put.REFUSED);
        }
    }

    /** The record is put once more. */
    public void triedAgain(long sequence) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null) {
            chunk.attempts[chunk.index(sequence)]++;
        }
    }

    /** The record will never leave: it is to be refused without an attempt. */
    public void notSent(long sequence) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null) {
            chunk.attempts[chunk.index(sequence)] = 0;
        }
    }

    /** A row of the record was found. Rows after those that it is to have change nothing here. */
    public void seen(long sequence, Sighting sighting) {
        seen(sequence, List.of(sighting));
    }

    /**
     * Rows of the record were found.
     *
     * @param rows all that one query answered with; at least one
     */
    public void seen(long sequence, List<Sighting> rows) {
        open.lives().seen(sequence);
        Chunk chunk = open.chunkOf(sequence);
        if (chunk == null) {
            return;
        }
        int i = chunk.index(sequence);
        if (chunk.arrival[i] != null) {
            return;
        }
        Sighting complete = complete(sequence, rows);
        if (complete == null) {
            return;
        }
        Arrival arrival = Arrival.of(open.sent(chunk, sequence), complete);
        chunk.arrival[i] = arrival;
        if (chunk.put[i] != Put.IN_FLIGHT) {
            arrivedAndAnswered(chunk, sequence, arrival);
        }
    }

    /** Null while there are fewer rows than the record is to have. */
    private @Nullable Sighting complete(long sequence, List<Sighting> rows) {
        int expected = open.expected().of(sequence);
        if (expected <= 1) {
            return rows.get(0);
        }
        FanOut found = fanOuts.computeIfAbsent(sequence, first -> new FanOut());
        found.add(rows);
        return found.count() < expected ? null : found.last(expected);
    }

    /** Tells the waiters whose deadline has passed. */
    public void expire(long nowMicros) {
        deadlines.passed(nowMicros, this::missed);
    }

    /** When {@link #expire} has something to do next. */
    public OptionalLong nextDeadline() {
        long next = deadlines.next();
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Settles all that is open, and tells whoever still waits: nothing more will be looked for. */
    public void close(boolean auditComplete, long nowMicros) {
        closed = true;
        open.forEach(sequence -> close(sequence, auditComplete, nowMicros));
    }

    /** How many records may still change. */
    public int openCount() {
        return open.count();
    }

    /** How many records were registered. */
    public long registered() {
        return registered;
    }

    /** How many records settled in this state. */
    public long count(State state) {
        return settled[state.ordinal()];
    }

    /** How many arrived records have bounds that disagree about their deadline. */
    public long straddling() {
        return straddling;
    }

    /** What became of a record; empty while it may still change, and for one that was never registered. */
    public Optional<State> stateOf(long sequence) {
        return open.lives().stateOf(sequence);
    }

    /** How many records were to have no rows. */
    public long expectingNone() {
        return expectingNone;
    }

    /** How many rows the record is to have; 1 where there is no such record. */
    public int expectedRows(long sequence) {
        return open.expected().of(sequence);
    }

    /** How many different records of a block were seen, and how many rows that accounts for. */
    public Blocks.Seen seenInBlock(long block) {
        long first = block * Blocks.SIZE;
        int records = 0;
        int rows = 0;
        for (long sequence = first; sequence < first + Blocks.SIZE; sequence++) {
            if (open.lives().isSeen(sequence)) {
                records++;
                FanOut found = fanOuts.get(sequence);
                rows += found == null ? open.expected().of(sequence) : found.count();
            }
        }
        return new Blocks.Seen(records, rows);
    }

    /** The open records of which some rows were found, but not all that they are to have; and how many were. */
    public Map<Long, Integer> partlySeen() {
        Map<Long, Integer> partly = new HashMap<>();
        fanOuts.forEach((sequence, found) -> {
            if (found.count() < open.expected().of(sequence)) {
                partly.put(sequence, found.count());
            }
        });
        return partly;
    }

    /** The acknowledged records that are awaited and were not seen, with Kinesis' sequence numbers. */
    public Map<Long, String> missing() {
        Map<Long, String> missing = new LinkedHashMap<>();
        open.forEach(sequence -> {
            Chunk chunk = Objects.requireNonNull(open.chunkOf(sequence));
            int i = chunk.index(sequence);
            if (chunk.put[i] == Put.ACKNOWLEDGED && chunk.arrival[i] == null) {
                missing.put(sequence, String.valueOf(chunk.sequenceNumber[i]));
            }
        });
        return missing;
    }

    /** The records that may still change and were not seen. */
    public List<Long> unseen() {
        List<Long> unseen = new ArrayList<>();
        open.forEach(sequence -> {
            Chunk chunk = Objects.requireNonNull(open.chunkOf(sequence));
            if (chunk.arrival[chunk.index(sequence)] == null) {
                unseen.add(sequence);
            }
        });
        return unseen;
    }

    /** Says where an open record got lost, for its listing. */
    public void located(long sequence, String where) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk != null) {
            chunk.reason[chunk.index(sequence)] = where;
        }
    }

    private void putEnded(Chunk chunk, long sequence, Put ended) {
        int i = chunk.index(sequence);
        chunk.put[i] = ended;
        Arrival arrival = chunk.arrival[i];
        if (arrival != null) {
            arrivedAndAnswered(chunk, sequence, arrival);
        } else if (ended == Put.REFUSED) {
            settle(chunk, sequence, State.REJECTED);
        } else if (!chunk.timed[i]) {
            settle(chunk, sequence, ended == Put.ACKNOWLEDGED ? State.UNTIMED : State.AMBIGUOUS);
        }
    }

    private void arrivedAndAnswered(Chunk chunk, long sequence, Arrival arrival) {
        int i = chunk.index(sequence);
        if (!chunk.timed[i]) {
            settle(chunk, sequence, State.UNTIMED);
            return;
        }
        long deadline = chunk.deadlineMicros[i];
        Visibility visible = arrival.visible();
        if (visible.straddles(deadline)) {
            straddling++;
        }
        Waiter waiter = chunk.waiter[i];
        Sent sent = settle(chunk, sequence, visible.pointMicros() <= deadline ? State.ON_TIME : State.LATE);
        tell(waiter, told -> told.arrived(sent, arrival));
    }

    private void close(long sequence, boolean auditComplete, long nowMicros) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk == null) {
            return;
        }
        int i = chunk.index(sequence);
        Arrival arrival = chunk.arrival[i];
        if (arrival != null) {
            arrivedAndAnswered(chunk, sequence, arrival);
            return;
        }
        State unseen = auditComplete ? State.LOST : State.UNRESOLVED;
        Waiter waiter = chunk.waiter[i];
        Sent sent = settle(chunk, sequence, chunk.put[i] == Put.ACKNOWLEDGED ? unseen : State.AMBIGUOUS);
        tell(waiter, told -> told.missed(sent, Math.min(nowMicros, sent.deadlineMicros())));
    }

    private void missed(long sequence) {
        Chunk chunk = open.chunkOf(sequence);
        if (chunk == null) {
            return;
        }
        int i = chunk.index(sequence);
        Waiter waiter = chunk.waiter[i];
        chunk.waiter[i] = null;
        Sent sent = open.sent(chunk, sequence);
        tell(waiter, told -> told.missed(sent, sent.deadlineMicros()));
    }

    private void tell(@Nullable Waiter waiter, Consumer<Waiter> news) {
        if (waiter == null) {
            return;
        }
        try {
            news.accept(waiter);
        } catch (RuntimeException e) {
            failure.accept(e);
        }
    }

    private Sent settle(Chunk chunk, long sequence, State state) {
        int i = chunk.index(sequence);
        Sent sent = open.sent(chunk, sequence);
        Arrival arrival = chunk.arrival[i];
        String acknowledged = chunk.sequenceNumber[i];
        Settled record = new Settled(
                sent,
                state,
                chunk.put[i] == Put.ACKNOWLEDGED ? chunk.ackedMicros[i] : null,
                acknowledged == null && arrival != null ? arrival.sequenceNumber() : acknowledged,
                chunk.attempts[i],
                arrival,
                chunk.reason[i]);
        open.remove(chunk, sequence, state);
        fanOuts.remove(sequence);
        settled[state.ordinal()]++;
        try {
            sink.accept(record);
        } catch (RuntimeException e) {
            failure.accept(e);
        }
        return sent;
    }
}
