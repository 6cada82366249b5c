package local.kinesis;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An ordered log of records for a range of hash keys. Forgets records by age as the service does, and, unlike it, by
 * bytes, so that a long run fits in memory; by bytes only what all followers have read. Positions count from 0 and are the
 * low digits of the sequence numbers.
 */
public final class Shard {

    /** The service's default retention. */
    static final Duration RETENTION = Duration.ofHours(24);

    /** Room for the largest record. */
    private static final int MAX_BURST_BYTES = 1 << 20;

    private final int index;
    private final String id;
    private final BigInteger startingHashKey;
    private final BigInteger endingHashKey;
    private final String sequencePrefix;
    private final long maxHeldBytes;
    private final RateLimit recordsIn = new RateLimit(1_000);
    private final RateLimit bytesIn = new RateLimit(1_000_000, MAX_BURST_BYTES);
    private final RateLimit readsOut = new RateLimit(5);
    private final RateLimit bytesOut = new RateLimit(2_000_000);
    private final List<Follower> followers = new ArrayList<>();
    private StreamRecord[] ring = new StreamRecord[1024];
    private long first;
    private long next;
    private long heldBytes;

    Shard(int index, BigInteger startingHashKey, BigInteger endingHashKey, long createdMillis, long maxHeldBytes) {
        this.index = index;
        this.id = "shardId-%012d".formatted(index);
        this.startingHashKey = startingHashKey;
        this.endingHashKey = endingHashKey;
        this.sequencePrefix = SequenceNumber.prefix(index, createdMillis);
        this.maxHeldBytes = maxHeldBytes;
    }

    public int index() {
        return index;
    }

    public String id() {
        return id;
    }

    BigInteger startingHashKey() {
        return startingHashKey;
    }

    BigInteger endingHashKey() {
        return endingHashKey;
    }

    synchronized StreamRecord append(String partitionKey, byte[] data, long arrivalMillis, long ordinal) {
        forget(arrivalMillis);
        if (next - first == ring.length) {
            grow();
        }
        var record = new StreamRecord(next, ordinal, sequencePrefix, arrivalMillis, partitionKey, data);
        ring[slot(next)] = record;
        next++;
        heldBytes += record.heldBytes();
        return record;
    }

    /** Takes the record off what the shard may take this second: 1,000 records and 1 MB; false if it is too much. */
    synchronized boolean admits(int bytes, long nowMicros) {
        boolean admitted = recordsIn.has(1, nowMicros) && bytesIn.has(Math.min(bytes, MAX_BURST_BYTES), nowMicros);
        if (admitted) {
            recordsIn.take(1);
            bytesIn.take(bytes);
        }
        return admitted;
    }

    /** Whether a read is within 5 a second and not too soon after one of many bytes (2 MB a second). */
    synchronized boolean admitsRead(long nowMicros) {
        boolean admitted = readsOut.has(1, nowMicros) && bytesOut.has(0, nowMicros);
        if (admitted) {
            readsOut.take(1);
        }
        return admitted;
    }

    synchronized void hasRead(List<StreamRecord> records) {
        bytesOut.take(records.stream().mapToLong(record -> record.data().length).sum());
    }

    private void forget(long nowMillis) {
        long oldestMillis = nowMillis - RETENTION.toMillis();
        while (first < next && (isOverfull() && first < read() || get(first).arrivalMillis() < oldestMillis)) {
            heldBytes -= get(first).heldBytes();
            ring[slot(first)] = null;
            first++;
        }
    }

    private boolean isOverfull() {
        return heldBytes > maxHeldBytes;
    }

    /** What lies before it has been read by all that follow. */
    private long read() {
        return followers.stream().mapToLong(follower -> follower.position).min().orElse(next);
    }

    /** False while memory is full of what the followers have not read: to take more would lose what was acknowledged. */
    synchronized boolean hasRoom() {
        return !isOverfull() || first < read();
    }

    /** A reader, from the end on, that must see every record. */
    public synchronized Follower follow() {
        Follower follower = new Follower();
        followers.add(follower);
        return follower;
    }

    /** See {@link #follow}. */
    public final class Follower {

        private long position = next;

        private Follower() {}

        /** As {@link Shard#read}, from where it is; it stays there. */
        public List<StreamRecord> peek(int maxRecords, long maxBytes) {
            synchronized (Shard.this) {
                return read(position, maxRecords, maxBytes);
            }
        }

        /** It has this record and all before it. */
        public void passed(StreamRecord record) {
            synchronized (Shard.this) {
                position = record.position() + 1;
            }
        }

        public boolean isAtEnd() {
            synchronized (Shard.this) {
                return position >= next;
            }
        }
    }

    private void grow() {
        StreamRecord[] larger = new StreamRecord[ring.length * 2];
        for (long position = first; position < next; position++) {
            larger[(int) (position & (larger.length - 1))] = get(position);
        }
        ring = larger;
    }

    private StreamRecord get(long position) {
        return ring[slot(position)];
    }

    private int slot(long position) {
        return (int) (position & (ring.length - 1));
    }

    /**
     * Records from a position on, or from the oldest that is still held; at least one, if there is any, whatever its size.
     */
    public synchronized List<StreamRecord> read(long position, int maxRecords, long maxBytes) {
        List<StreamRecord> records = new ArrayList<>();
        long bytes = 0;
        for (long at = Math.max(position, first); at < next && records.size() < maxRecords; at++) {
            StreamRecord record = get(at);
            bytes += record.data().length;
            if (bytes > maxBytes && !records.isEmpty()) {
                break;
            }
            records.add(record);
        }
        return records;
    }

    /** Where the next record will be. */
    public synchronized long end() {
        return next;
    }

    /** Where the oldest record is that is still held. */
    synchronized long trimHorizon() {
        return first;
    }

    /** Where the first record is that arrived at this time or later. */
    synchronized long positionAt(long millis) {
        long at = first;
        while (at < next && get(at).arrivalMillis() < millis) {
            at++;
        }
        return at;
    }

    /** How old the record at this position is; 0 at the end. */
    synchronized long millisBehind(long position, long nowMillis) {
        long at = Math.max(position, first);
        return at < next ? Math.max(0, nowMillis - get(at).arrivalMillis()) : 0;
    }

    String sequenceNumber(long position) {
        return SequenceNumber.of(sequencePrefix, position);
    }

    /** The position in one of this shard's sequence numbers; empty for any other text. */
    OptionalLong positionOf(String sequenceNumber) {
        return SequenceNumber.position(sequencePrefix, sequenceNumber);
    }
}
