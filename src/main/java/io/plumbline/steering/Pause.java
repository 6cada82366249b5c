package io.plumbline.steering;

import java.util.Optional;
import java.util.OptionalLong;

/** Keeps the pipeline's function from reading for a while. Thread-safe; times in epoch microseconds. */
public interface Pause extends AutoCloseable {

    /** From now on it is not to read. Does not wait until it is so. */
    void begin();

    /** From now on it is to read again. Does not wait until it is so. */
    void end();

    /** When it was asked not to read; empty before. */
    OptionalLong beganMicros();

    /** When it was seen to read again; empty before. */
    OptionalLong endedMicros();

    /** Why it did not come about, a sentence; empty where nothing went wrong. */
    Optional<String> failure();

    /** Lets it read again, where it does not. A second time without effect. */
    @Override
    void close();
}
