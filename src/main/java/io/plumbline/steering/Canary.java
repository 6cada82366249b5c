package io.plumbline.steering;

import io.plumbline.ledger.Settled;
import io.plumbline.steering.Orders.AtOnce;
import io.plumbline.steering.Orders.Steady;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The first records of a search: one alone, and so many at once that a shard has a full batch; then both once more, for
 * the first ones find all cold. The function's stamps tell how long a batch took. Not thread-safe.
 */
final class Canary {

    /** More would be a load of its own. */
    private static final int MOST_IN_A_BATCH = 500;

    /** Orders are asked for a second before they are carried out: sooner than that nothing of them is on its way yet. */
    private static final long UNDER_WAY_MICROS = 2_000_000;

    /** How many of the last ones are timed. */
    private static final int WARM = 2;

    private static final long PATIENCE_MICROS = 30_000_000;

    private final int[] users;
    private final Map<Long, Batch> batches = new HashMap<>();
    private int sent;
    private long sentMicros;

    /** Records that the function received together. */
    private static final class Batch {
        private int records;
        private long micros;
    }

    /** @param mostAtOnce records that may be sent at once */
    Canary(Setup setup, int recordsPerUser, double mostAtOnce) {
        double full = (double) Math.min(MOST_IN_A_BATCH, setup.batchSize().orElse(1)) * setup.shards();
        int all = (int) Math.max(1, Math.ceil(Math.min(mostAtOnce, full) / recordsPerUser));
        this.users = new int[] {1, all, all, 1, all};
    }

    /** @param open records that are on their way */
    Orders orders(long fromMicros, long open) {
        if (sent > 0 && isWaiting(fromMicros, open) || isSent()) {
            return new Steady(0);
        }
        if (sent == users.length - WARM) {
            batches.clear();
        }
        sentMicros = fromMicros;
        return new AtOnce(users[sent++]);
    }

    private boolean isSent() {
        return sent == users.length;
    }

    /** Whether all have arrived, or were waited for long enough. */
    boolean isOver(long fromMicros, long open) {
        return isSent() && !isWaiting(fromMicros, open);
    }

    private boolean isWaiting(long fromMicros, long open) {
        return fromMicros < sentMicros + UNDER_WAY_MICROS || open > 0 && fromMicros < sentMicros + PATIENCE_MICROS;
    }

    void settled(Settled record) {
        if (record.arrival() == null) {
            return;
        }
        Stamps stamps = record.arrival().corrected();
        OptionalLong received = stamps.at(Stamp.LAMBDA_RECEIVED);
        OptionalLong inserted = stamps.at(Stamp.INSERTED);
        // By the function's own clock: corrections change while it is compared.
        OptionalLong together = record.arrival().stamps().at(Stamp.LAMBDA_RECEIVED);
        if (received.isPresent() && inserted.isPresent() && together.isPresent()) {
            Batch batch = batches.computeIfAbsent(together.getAsLong(), first -> new Batch());
            batch.records++;
            batch.micros = Math.max(batch.micros, inserted.getAsLong() - received.getAsLong());
        }
    }

    /**
     * How long a batch of so many records takes, in milliseconds: as measured, or on the line through the smallest and the
     * largest that were. Empty where there are no stamps or only batches of one size, and a smaller one.
     */
    OptionalDouble batchMillis(int records) {
        List<Batch> bySize = new ArrayList<>(batches.values());
        bySize.sort(Comparator.comparingInt((Batch batch) -> batch.records).thenComparingLong(batch -> -batch.micros));
        if (bySize.isEmpty()) {
            return OptionalDouble.empty();
        }
        Batch largest = bySize.get(bySize.size() - 1);
        Batch smallest = quickest(bySize, bySize.get(0).records);
        if (largest.records >= records) {
            return OptionalDouble.of(largest.micros / 1e3);
        }
        if (largest.records <= smallest.records) {
            return OptionalDouble.empty();
        }
        double each = Math.max(0, (double) (largest.micros - smallest.micros) / (largest.records - smallest.records));
        return OptionalDouble.of((largest.micros + each * (records - largest.records)) / 1e3);
    }

    private static Batch quickest(List<Batch> batches, int records) {
        return batches.stream()
                .filter(batch -> batch.records == records)
                .min(Comparator.comparingLong(batch -> batch.micros))
                .orElseThrow();
    }
}
