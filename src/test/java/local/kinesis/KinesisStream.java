package local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A stream: shards that divide the 128-bit hash keys evenly between them. */
public final class KinesisStream {

    static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final String name;
    private final String arn;
    private final NavigableMap<String, String> tags;
    private final long createdMillis;
    private final List<Shard> shards;

    /** @param maxHeldBytes how much it holds at the most, over all shards, before it forgets the oldest records */
    KinesisStream(
            String name, String arn, Map<String, String> tags, int shardCount, long createdMillis, long maxHeldBytes) {
        this.name = name;
        this.arn = arn;
        this.tags = new TreeMap<>(tags);
        this.createdMillis = createdMillis;
        List<Shard> all = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            BigInteger start = boundary(i, shardCount);
            BigInteger end = boundary(i + 1, shardCount).subtract(BigInteger.ONE);
            all.add(new Shard(i, start, end, createdMillis, maxHeldBytes / shardCount));
        }
        this.shards = List.copyOf(all);
    }

    private static BigInteger boundary(int index, int count) {
        return HASH_KEYS.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count));
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    NavigableMap<String, String> tags() {
        return tags;
    }

    long createdMillis() {
        return createdMillis;
    }

    public List<Shard> shards() {
        return shards;
    }

    /** The shard of a partition key: by its MD5. */
    Shard shardFor(String partitionKey) {
        return shards.size() == 1 ? shards.get(0) : shardFor(md5(partitionKey));
    }

    Shard shardFor(BigInteger hashKey) {
        for (Shard shard : shards) {
            if (hashKey.compareTo(shard.endingHashKey()) <= 0) {
                return shard;
            }
        }
        throw new IllegalArgumentException("no hash key has more than 128 bits: " + hashKey);
    }

    private static BigInteger md5(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
