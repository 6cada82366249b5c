package io.plumbline.run;

import io.plumbline.arrival.PollSchedule;
import io.plumbline.trace.MicroClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Polls on a thread of its own until it is closed. */
final class PollLoop implements AutoCloseable {

    private final BooleanSupplier poll;
    private final PollSchedule schedule;
    private final MicroClock clock;
    private final Troubles troubles;
    private volatile long answeredMicros;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "plumbline-polls");

    /** @param poll whether it was answered */
    PollLoop(BooleanSupplier poll, PollSchedule schedule, MicroClock clock, Troubles troubles) {
        this.poll = poll;
        this.schedule = schedule;
        this.clock = clock;
        this.troubles = troubles;
        thread.setDaemon(true);
        thread.start();
    }

    /** When the last poll that was answered ended; 0 where none was. */
    long answeredMicros() {
        return answeredMicros;
    }

    /** Ends after the poll under way. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long next = clock.nowMicros();
        int failures = 0;
        try {
            while (!closed.await(next - clock.nowMicros(), TimeUnit.MICROSECONDS)) {
                long started = clock.nowMicros();
                failures = poll() ? 0 : failures + 1;
                answeredMicros = failures == 0 ? clock.nowMicros() : answeredMicros;
                next = schedule.nextAfter(started, failures);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean poll() {
        try {
            return poll.getAsBoolean();
        } catch (RuntimeException e) {
            troubles.add("a poll", e);
            return false;
        }
    }
}
