package io.plumbline.ledger;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Whose deadline is next. Records that have the same time to arrive pass their deadlines in the order in which they were
 * sent, so a queue for each such time does what a sorted structure would, at no cost a record. Registered a little out
 * of order, a record is told of a little late, never early.
 */
final class Deadlines {

    private final Map<Long, Queue> byPatience = new LinkedHashMap<>();

    void add(Sent sent) {
        long patience = sent.deadlineMicros() - sent.sentMicros();
        byPatience.computeIfAbsent(patience, first -> new Queue()).add(sent.sequence(), sent.deadlineMicros());
    }

    /** Hands over the sequence numbers whose deadline lies before now, once each. */
    void passed(long nowMicros, LongConsumer sequences) {
        for (Queue queue : byPatience.values()) {
            while (queue.nextDeadline() < nowMicros) {
                sequences.accept(queue.remove());
            }
        }
    }

    /** {@code Long.MAX_VALUE} where there is none. */
    long next() {
        long next = Long.MAX_VALUE;
        for (Queue queue : byPatience.values()) {
            next = Math.min(next, queue.nextDeadline());
        }
        return next;
    }

    /** First in, first out, in blocks of primitives. */
    private static final class Queue {

        private static final int BLOCK = 2_048;

        /** Each holds pairs of sequence number and deadline. */
        private final ArrayDeque<long[]> blocks = new ArrayDeque<>();

        private int head;
        private int tail = BLOCK;

        void add(long sequence, long deadline) {
            if (tail == BLOCK) {
                blocks.addLast(new long[BLOCK]);
                tail = 0;
            }
            long[] last = blocks.getLast();
            last[tail] = sequence;
            last[tail + 1] = deadline;
            tail += 2;
        }

        long nextDeadline() {
            return isEmpty() ? Long.MAX_VALUE : blocks.getFirst()[head + 1];
        }

        long remove() {
            long sequence = blocks.getFirst()[head];
            head += 2;
            if (head == BLOCK) {
                blocks.removeFirst();
                head = 0;
            }
            return sequence;
        }

        private boolean isEmpty() {
            return blocks.isEmpty() || (blocks.size() == 1 && head == tail);
        }
    }
}
