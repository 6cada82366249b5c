package io.plumbline.gatling;

import io.plumbline.run.Attempt;
import io.plumbline.trace.Digest;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code #{trace.…}} shows of one attempt. Its texts are made when they are asked for: each user who waits for a
 * record holds one of these, and there may be a million of them. The trace of a batch turns from record to record while
 * their bodies are made, one after the other on their user's event loop: a session for each of them would cost more than
 * the bodies.
 */
final class Trace extends AbstractMap<String, Object> {

    private static final List<String> NAMES =
            List.of("digest", "id", "key", "run", "sent", "timestamp", "user", "iteration", "index");

    private Attempt attempt;
    private final String runToken;
    private final long user;
    private final long iteration;
    private int index;

    /** Of all records of a batch; null until the second of them asks for it. */
    private @Nullable String timestamp;

    /** @param iteration how many records the user had put before the batch */
    Trace(Attempt attempt, String runToken, long user, long iteration) {
        this.attempt = attempt;
        this.runToken = runToken;
        this.user = user;
        this.iteration = iteration;
    }

    /** That of the same user's next record. */
    Trace next(Attempt following) {
        return new Trace(following, runToken, user, iteration + index + 1);
    }

    /** Shows the record at this place in the batch, whose records are all sent at one moment. */
    void turnTo(Attempt record, int place) {
        attempt = record;
        index = place;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text ? value(text) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String && NAMES.contains(name);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return NAMES.stream().map(name -> Map.entry(name, value(name))).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Object value(String name) {
        return switch (name) {
            case "digest" -> Digest.PLACEHOLDER;
            case "id" -> attempt.traceIdValue();
            case "key" -> attempt.key();
            case "run" -> runToken;
            case "sent" -> attempt.sent().sentMicros();
            case "timestamp" -> timestamp();
            case "user" -> user;
            case "iteration" -> iteration + index;
            case "index" -> index;
            default -> null;
        };
    }

    private String timestamp() {
        if (index == 0) {
            return attempt.timestamp();
        }
        String text = timestamp;
        if (text == null) {
            text = attempt.timestamp();
            timestamp = text;
        }
        return text;
    }
}
