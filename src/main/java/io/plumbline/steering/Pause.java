package io.plumbline.steering;

import java.util.Optional;

/** Keeps the pipeline's function from reading for a while. Thread-safe; times in epoch microseconds. */
public interface Pause extends AutoCloseable {

    /**
     * A change, which happened between these two.
     *
     * @param askedMicros just before it was asked for
     * @param doneMicros when it was seen to be made
     */
    record Change(long askedMicros, long doneMicros) {}

    /** From now on it is not to read. Does not wait until it is so. */
    void begin();

    /** From now on it is to read again. Does not wait until it is so; a second time without effect. */
    void end();

    /** Empty until it no longer reads. */
    Optional<Change> begun();

    /** Empty until it reads again. */
    Optional<Change> ended();

    /** Why it did not come about, a sentence; empty where nothing went wrong. */
    Optional<String> failure();

    /** Lets it read again where it does not, and waits for that. A second time without effect. */
    @Override
    void close();
}
