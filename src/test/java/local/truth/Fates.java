package local.truth;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fates of all load records, by trace id. Each generator's, by the prefix of their ids, lie apart. */
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

    /** What the ids begin with of which something was told. */
    Set<String> prefixes() {
        return Set.copyOf(byPrefix.keySet());
    }

    /** All whose ids begin so; those in between, of which nothing was told, too. */
    Stream<Fate> of(Set<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> byPrefix.getOrDefault(prefix, Map.of()))
                .flatMap(chunks -> chunks.values().stream())
                .flatMap(chunk -> IntStream.range(0, FateChunk.SIZE).mapToObj(slot -> new Fate(chunk, slot)));
    }
}
