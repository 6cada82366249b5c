package local.kinesis;

import io.plumbline.trace.MicroClock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The streams of an account in a region. */
public final class KinesisStreams {

    /** How much a stream holds, if nothing else is said. */
    static final long MAX_HELD_BYTES = 128L << 20;

    private final String arnPrefix;
    private final MicroClock clock;
    private final boolean limits;
    private final long maxHeldBytes;
    private final long createdMillis;
    private final Map<String, KinesisStream> byName = new ConcurrentSkipListMap<>();

    /**
     * @param clock AWS' clock
     * @param limits whether shards have the service's throughput limits
     */
    public KinesisStreams(String region, String account, MicroClock clock, boolean limits) {
        this(region, account, clock, limits, MAX_HELD_BYTES);
    }

    /** @param maxHeldBytes how much a stream holds before it forgets its oldest records */
    public KinesisStreams(String region, String account, MicroClock clock, boolean limits, long maxHeldBytes) {
        this.arnPrefix = "arn:aws:kinesis:" + region + ":" + account + ":stream/";
        this.clock = clock;
        this.limits = limits;
        this.maxHeldBytes = maxHeldBytes;
        this.createdMillis = nowMillis();
    }

    public KinesisStream create(String name, int shards) {
        return create(name, shards, Map.of());
    }

    public synchronized KinesisStream create(String name, int shards, Map<String, String> tags) {
        if (byName.containsKey(name)) {
            throw KinesisException.of("ResourceInUseException", "Stream " + name + " already exists.");
        }
        KinesisStream stream = new KinesisStream(name, arnPrefix + name, tags, shards, nowMillis(), maxHeldBytes);
        byName.put(name, stream);
        return stream;
    }

    /** The stream that StreamARN or StreamName names. */
    KinesisStream of(Parameters in) {
        Optional<String> arn = in.text("StreamARN");
        if (arn.isPresent() && !arn.get().startsWith(arnPrefix)) {
            throw KinesisException.notFound("Stream " + arn.get() + " not found.");
        }
        String name = arn.map(text -> text.substring(arnPrefix.length()))
                .or(() -> in.text("StreamName"))
                .orElseThrow(() -> KinesisException.invalidArgument("Either StreamName or StreamARN must be given."));
        return find(name).orElseThrow(() -> KinesisException.notFound("Stream " + name + " under account not found."));
    }

    Optional<KinesisStream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Iterable<String> names() {
        return byName.keySet();
    }

    boolean limits() {
        return limits;
    }

    long createdMillis() {
        return createdMillis;
    }

    long nowMicros() {
        return clock.nowMicros();
    }

    long nowMillis() {
        return clock.nowMicros() / 1_000;
    }
}
