package io.plumbline.run;

import io.plumbline.trace.MicroClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that leaves has to pass it. Once it is shut it stays so, for the first reason. Thread-safe. */
final class Gate {

    private final Optional<LoadCaps> caps;
    private final MicroClock clock;
    private final AtomicReference<@Nullable String> shut = new AtomicReference<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();

    /** @param caps empty where the guard does not apply */
    Gate(Optional<LoadCaps> caps, MicroClock clock) {
        this.caps = caps;
        this.clock = clock;
    }

    /** Why nothing may leave any more; null while it may. */
    @Nullable
    String shutBy() {
        return shut.get();
    }

    /** The load has ended. */
    void shut(String why) {
        shut.compareAndSet(null, why);
    }

    /** The load is to end. */
    void stop(String why) {
        String sentence = "the load was stopped: " + why;
        if (shut.compareAndSet(null, sentence)) {
            stopped.complete(sentence);
        }
    }

    /** Whether the load was to end before its time. */
    boolean isStopped() {
        return stopped.isDone();
    }

    /** Tells why, once the load is to end before its time, on the thread that stopped it. */
    void whenStopped(Consumer<String> then) {
        stopped.thenAccept(then);
    }

    /** Lets records leave; where they may not, why. */
    @Nullable
    String admit(int records, long bytes) {
        if (shut.get() == null && caps.isPresent()) {
            caps.get().beyond(records, bytes, clock.nowMicros()).ifPresent(this::stop);
        }
        return shut.get();
    }
}
