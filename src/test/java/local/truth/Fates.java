package local.truth;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fates of all load records, by trace id. Other runs' ids, by their prefix, lie apart from this run's. */
final class Fates {

    /** Sequences are dense, so that chunks are full. */
    private final Map<String, Map<Long, FateChunk>> byPrefix = new HashMap<>();

    /** The chunk asked for last, which is most often the next one too. */
    private String lastPrefix = "";

    private long lastIndex = -1;
    private FateChunk last;

    Fate of(TraceId id) {
        long index = id.sequence() / FateChunk.SIZE;
        if (index != lastIndex || !id.prefix().equals(lastPrefix)) {
            last = byPrefix.computeIfAbsent(id.prefix(), prefix -> new HashMap<>())
                    .computeIfAbsent(index, unused -> new FateChunk());
            lastIndex = index;
            lastPrefix = id.prefix();
        }
        return new Fate(last, (int) (id.sequence() % FateChunk.SIZE));
    }

    /** Those in between, of which nothing was told, too. */
    Stream<Fate> all() {
        return byPrefix.values().stream()
                .flatMap(chunks -> chunks.values().stream())
                .flatMap(chunk -> IntStream.range(0, FateChunk.SIZE).mapToObj(slot -> new Fate(chunk, slot)));
    }
}
