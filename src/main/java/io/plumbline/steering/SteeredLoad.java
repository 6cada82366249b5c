package io.plumbline.steering;

import io.plumbline.result.CapacityFigures;
import io.plumbline.result.RecoveryFigures;
import java.util.Optional;

/** A load whose rate is decided while it goes on, by what is seen of it. Thread-safe. */
public interface SteeredLoad extends LoadWatch, AutoCloseable {

    /**
     * What users are to begin in a window. Windows follow each other without a gap; each is asked for once, about a second
     * before it begins. Does not block.
     */
    Orders orders(long fromMicros, long untilMicros);

    /** What a search has found up to now; empty where nothing was searched. */
    Optional<CapacityFigures> capacity();

    /** How a disturbance was got over up to now; empty where there was none. */
    Optional<RecoveryFigures> recovery();

    /** One line of how it stands. */
    String standing();

    /** Undoes what it did to the pipeline. A second time without effect. */
    @Override
    void close();
}
