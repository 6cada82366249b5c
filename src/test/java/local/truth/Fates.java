package local.truth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The fates of all load records, by trace id. */
final class Fates {

    private static final int CHUNK = 1024;

    /** Sequences are dense, so that chunks are full. */
    private final Map<String, Map<Long, Fate[]>> byPrefix = new HashMap<>();

    Fate of(TraceId id) {
        Fate[] chunk = byPrefix.computeIfAbsent(id.prefix(), prefix -> new HashMap<>())
                .computeIfAbsent(id.sequence() / CHUNK, index -> new Fate[CHUNK]);
        int slot = (int) (id.sequence() % CHUNK);
        if (chunk[slot] == null) {
            chunk[slot] = new Fate();
        }
        return chunk[slot];
    }

    long count(Predicate<Fate> condition) {
        return byPrefix.values().stream()
                .flatMap(chunks -> chunks.values().stream())
                .flatMap(Arrays::stream)
                .filter(fate -> fate != null && condition.test(fate))
                .count();
    }
}
