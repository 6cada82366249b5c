package local.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import local.truth.PauseListener;

/**
 * Whether an event source mapping reads. Disabling lets batches under way end and begins no others; what was not read
 * stays for when it is enabled again. Thread-safe.
 */
public final class MappingSwitch {

    /** Names are the service's. */
    public enum State {
        ENABLED("Enabled"),
        DISABLING("Disabling"),
        DISABLED("Disabled"),
        ENABLING("Enabling");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        private boolean isOnTheWay() {
            return this == DISABLING || this == ENABLING;
        }
    }

    private final Supplier<Duration> delay;
    private final PauseListener pauses;
    private final List<Runnable> waiting = new ArrayList<>();
    private State state = State.ENABLED;
    private int underWay;

    /**
     * Enabled at first.
     *
     * @param delay of each change, after the last batch has ended
     */
    public MappingSwitch(Supplier<Duration> delay, PauseListener pauses) {
        this.delay = delay;
        this.pauses = pauses;
    }

    public synchronized State state() {
        return state;
    }

    /** Asks for a change; false while an earlier one is under way. */
    synchronized boolean ask(boolean enabled) {
        if (state.isOnTheWay()) {
            return false;
        }
        if (enabled && state == State.DISABLED) {
            state = State.ENABLING;
            later(this::enabled);
        } else if (!enabled && state == State.ENABLED) {
            state = State.DISABLING;
            disableWhenIdle();
        }
        return true;
    }

    /**
     * Begins a look at the stream, which ends by {@link #end}; false if none may begin.
     *
     * @param whenEnabled is run once if none may begin; must be quick
     */
    synchronized boolean begin(Runnable whenEnabled) {
        if (state != State.ENABLED) {
            waiting.add(whenEnabled);
            return false;
        }
        underWay++;
        return true;
    }

    synchronized void end() {
        underWay--;
        disableWhenIdle();
    }

    private void disableWhenIdle() {
        if (state == State.DISABLING && underWay == 0) {
            pauses.stopped();
            later(this::disabled);
        }
    }

    private synchronized void disabled() {
        state = State.DISABLED;
    }

    private synchronized void enabled() {
        state = State.ENABLED;
        pauses.resumed();
        List<Runnable> begin = List.copyOf(waiting);
        waiting.clear();
        begin.forEach(Runnable::run);
    }

    private void later(Runnable change) {
        CompletableFuture.delayedExecutor(delay.get().toNanos(), TimeUnit.NANOSECONDS)
                .execute(change);
    }
}
