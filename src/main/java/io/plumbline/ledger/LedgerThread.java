package io.plumbline.ledger;

import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ledger's one owner: others tell it what happened through a queue, in the order in which they tell. */
public final class LedgerThread implements LedgerOwner, AutoCloseable {

    private static final long IDLE_MICROS = 100_000;

    /** Far more than a full queue takes; only a ledger whose thread died is slower. */
    private static final long ANSWER_SECONDS = 60;

    private final LinkedBlockingQueue<Consumer<Ledger>> news = new LinkedBlockingQueue<>();
    private final Ledger ledger;
    private final MicroClock clock;
    private final Consumer<RuntimeException> failure;
    private final Thread thread = new Thread(this::run, "plumbline-ledger");
    private volatile boolean open = true;

    /** @param failure is told what an entry threw; the ledger goes on with the next one */
    public LedgerThread(Ledger ledger, MicroClock clock, Consumer<RuntimeException> failure) {
        this.ledger = ledger;
        this.clock = clock;
        this.failure = failure;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void tell(Consumer<Ledger> entry) {
        news.add(entry);
    }

    @Override
    public <T> CompletableFuture<T> ask(Function<Ledger, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        news.add(asked -> {
            try {
                answer.complete(question.apply(asked));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Works off what was told so far, then ends; what is told later has no effect. */
    @Override
    public void close() {
        tell(last -> open = false);
    }

    /** Waits until it has ended. */
    void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Consumer<Ledger>> batch = new ArrayList<>();
        while (open) {
            Consumer<Ledger> first = await();
            if (first != null) {
                batch.add(first);
                news.drainTo(batch);
                batch.forEach(this::apply);
                batch.clear();
            }
            apply(due -> due.expire(clock.nowMicros()));
        }
    }

    private void apply(Consumer<Ledger> entry) {
        try {
            if (open) {
                entry.accept(ledger);
            }
        } catch (RuntimeException e) {
            failure.accept(e);
        }
    }

    private @Nullable Consumer<Ledger> await() {
        long wait = ledger.nextDeadline().orElse(Long.MAX_VALUE) - clock.nowMicros() + 1;
        try {
            return news.poll(Math.max(0, Math.min(IDLE_MICROS, wait)), TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts it on purpose; losing entries would be worse than ignoring it.
            return null;
        }
    }
}
