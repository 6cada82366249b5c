package io.plumbline.run;

import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.MappingGateway;
import io.plumbline.aws.StreamMappings;
import io.plumbline.settings.Settings;
import io.plumbline.steering.Pause;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pauses the function by its event source mapping, on a thread of its own: Lambda takes up to a minute for a change. */
final class MappingPause implements Pause {

    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final PausedMapping mapping;
    private final AutoCloseable lambda;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "plumbline-pause");
        made.setDaemon(true);
        return made;
    });
    private volatile @Nullable Change begun;
    private volatile @Nullable Change ended;
    private volatile @Nullable String failure;

    MappingPause(PausedMapping mapping, AutoCloseable lambda) {
        this.mapping = mapping;
        this.lambda = lambda;
    }

    /** @throws StartFailure if it is not known which mapping is meant, or it cannot be paused */
    static MappingPause of(Settings settings, String streamArn, MicroClock clock) {
        MappingGateway lambda = new MappingGateway(settings);
        try (StreamMappings mappings = new StreamMappings(settings)) {
            List<MappingFacts> readers = mappings.of(streamArn);
            return new MappingPause(
                    PausedMapping.of(readers, settings.lambda().function(), lambda, clock, WITHIN), lambda);
        } catch (StartFailure e) {
            lambda.close();
            throw e;
        } catch (IllegalStateException e) {
            lambda.close();
            throw new StartFailure(List.of("plumbline.recovery.disturbance is pause, and " + e.getMessage()));
        }
    }

    @Override
    public void begin() {
        doing(() -> begun = made(mapping::pause));
    }

    @Override
    public void end() {
        if (asked.compareAndSet(false, true)) {
            doing(() -> ended = made(mapping::resume));
        }
    }

    private void doing(Runnable change) {
        try {
            thread.execute(change);
        } catch (RejectedExecutionException e) {
            failure = "the run had ended before";
        }
    }

    private @Nullable Change made(Supplier<Change> change) {
        if (failure != null) {
            return null;
        }
        try {
            return change.get();
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            return null;
        }
    }

    @Override
    public Optional<Change> begun() {
        return Optional.ofNullable(begun);
    }

    @Override
    public Optional<Change> ended() {
        return Optional.ofNullable(ended);
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            // A change that is under way, or about to be, comes before the last one.
            thread.awaitTermination(WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mapping.close();
        try {
            lambda.close();
        } catch (Exception e) {
            throw new IllegalStateException("Lambda's client could not be closed", e);
        }
    }
}
