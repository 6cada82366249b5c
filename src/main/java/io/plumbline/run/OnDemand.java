package io.plumbline.run;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that most runs do without, opened by the first who wants it. Thread-safe.
 *
 * @param <G> the gateway
 */
final class OnDemand<G> implements AutoCloseable {

    private final Supplier<List<String>> missing;
    private final Supplier<G> opens;
    private final Function<G, List<String>> problems;
    private final Consumer<G> closes;
    private @Nullable G gateway;

    /**
     * @param missing what it cannot be opened without, a sentence each
     * @param problems what is wrong with it once it is open, a sentence each
     */
    OnDemand(
            Supplier<List<String>> missing, Supplier<G> opens, Function<G, List<String>> problems, Consumer<G> closes) {
        this.missing = missing;
        this.opens = opens;
        this.problems = problems;
        this.closes = closes;
    }

    /** @throws StartFailure if something is missing or wrong */
    synchronized void open() {
        if (gateway != null) {
            return;
        }
        refuse(missing.get());
        G opened = opens.get();
        List<String> wrong = problems.apply(opened);
        if (!wrong.isEmpty()) {
            closes.accept(opened);
        }
        refuse(wrong);
        gateway = opened;
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    synchronized G opened() {
        if (gateway == null) {
            throw new IllegalStateException("open it first");
        }
        return gateway;
    }

    @Override
    public synchronized void close() {
        if (gateway != null) {
            closes.accept(gateway);
        }
    }
}
