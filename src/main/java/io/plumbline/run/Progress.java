package io.plumbline.run;

import io.plumbline.result.Figures;
import io.plumbline.trace.MicroClock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells on the console how the run stands, a line a period, on a thread of its own until it is closed. It only asks: where
 * nobody finds the time to answer, it says nothing rather than to wait.
 */
final class Progress implements AutoCloseable {

    private static final String NAME = "plumbline: ";
    private static final double MICROS_PER_MILLI = 1_000;

    private final Supplier<CompletableFuture<Standing>> standing;
    private final Supplier<Optional<String>> steered;
    private final Supplier<OptionalLong> lastPollMicros;
    private final MicroClock clock;
    private final Duration period;
    private final PrintStream out;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "plumbline-progress");
    private volatile String phase = "";
    private volatile long untilMicros;
    private @Nullable CompletableFuture<Standing> asked;

    /**
     * @param standing how the run stands, some time later
     * @param steered what a load does whose rate is decided while it goes on; empty where it is not
     * @param lastPollMicros when the table was last asked with success; empty where it was not yet, or is not at all
     * @param period zero: never
     */
    Progress(
            Supplier<CompletableFuture<Standing>> standing,
            Supplier<Optional<String>> steered,
            Supplier<OptionalLong> lastPollMicros,
            MicroClock clock,
            Duration period,
            PrintStream out) {
        this.standing = standing;
        this.steered = steered;
        this.lastPollMicros = lastPollMicros;
        this.clock = clock;
        this.period = period;
        this.out = out;
        thread.setDaemon(true);
    }

    void start() {
        if (!period.isZero()) {
            thread.start();
        }
    }

    /** The load is over, and it is waited for what is on its way. */
    void draining(int inFlight, long until) {
        untilMicros = until;
        phase = ", draining";
        if (inFlight > 0) {
            say("the load is over, waiting for " + Figures.records(inFlight) + patience());
        }
    }

    void auditing(long records) {
        untilMicros = 0;
        phase = ", auditing";
        if (records > 0) {
            say("looking for " + Figures.records(records) + " in the table once more");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A period has passed. */
    void tick() {
        if (asked == null || asked.isDone()) {
            asked = standing.get();
            asked.thenAccept(how -> say(how.text() + polled() + does() + phase + (untilMicros > 0 ? patience() : "")));
        }
    }

    private String does() {
        return phase.isEmpty() ? steered.get().map(what -> ", " + what).orElse("") : "";
    }

    private String polled() {
        OptionalLong last = lastPollMicros.get();
        return last.isEmpty() ? "" : ", polled " + duration(clock.nowMicros() - last.getAsLong()) + " ago";
    }

    private String patience() {
        return ", " + duration(Math.max(0, untilMicros - clock.nowMicros())) + " at the most";
    }

    private static String duration(long micros) {
        return Figures.duration(micros / MICROS_PER_MILLI);
    }

    /** In one go, so that it does not tear what others print. */
    private void say(String what) {
        if (!period.isZero() && closed.getCount() > 0) {
            out.println(NAME + what);
        }
    }
}
