package io.plumbline.ledger;

import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The ledger's one owner: others tell it what happened through a queue, in the order in which they tell. It works off
 * what gathered since it last looked, because waking it for each entry costs a hundred times what the entry does.
 * Questions and the first entry after a silence are not waited with; whoever's deadline passed is told within 2 ms.
 */
public final class LedgerThread implements LedgerOwner, AutoCloseable {

    private static final long IDLE_MICROS = 100_000;

    /** Between two looks while there is news; little beside a poll's interval, and at most 500 wake-ups a second. */
    private static final long GATHER_MICROS = 2_000;

    /** Far more than a full queue takes; only a ledger whose thread died is slower. */
    private static final long ANSWER_SECONDS = 60;

    private final LinkedBlockingQueue<Consumer<Ledger>> news = new LinkedBlockingQueue<>();
    private final Ledger ledger;
    private final MicroClock clock;
    private final Consumer<RuntimeException> failure;
    private final Thread thread = new Thread(this::run, "plumbline-ledger");
    private final AtomicBoolean idle = new AtomicBoolean();
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
        if (idle.get() && idle.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
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
        LockSupport.unpark(thread);
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
            await();
            // First, so that all that was told until then is entered before a deadline passes.
            long now = clock.nowMicros();
            news.drainTo(batch);
            batch.forEach(this::apply);
            batch.clear();
            apply(due -> due.expire(now));
            if (open) {
                park(GATHER_MICROS);
            }
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

    /** Until there is news, or a deadline has passed. */
    private void await() {
        idle.set(true);
        // Whoever told something before seeing that it is idle does not wake it.
        if (news.isEmpty()) {
            OptionalLong deadline = ledger.nextDeadline();
            park(
                    deadline.isPresent()
                            ? Math.min(IDLE_MICROS, deadline.getAsLong() - clock.nowMicros() + 1)
                            : IDLE_MICROS);
        }
        idle.set(false);
    }

    /** Anything may end it earlier. */
    private void park(long micros) {
        LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(micros));
        // Nobody interrupts it on purpose; that must not keep it from sleeping ever after.
        Thread.interrupted();
    }
}
