package io.plumbline.run;

import io.plumbline.trace.MicroClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the generator every {@link GeneratorHealth#PERIOD_MICROS}, on a thread of its own, until it is closed. */
final class Pulse implements AutoCloseable {

    private final Look look;
    private final MicroClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "plumbline-pulse");

    /** One look, later than it was due. */
    interface Look {
        void at(long dueMicros, long nowMicros);
    }

    Pulse(Look look, MicroClock clock) {
        this.look = look;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends after a last look. */
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
        try {
            long due = clock.nowMicros();
            boolean last = false;
            while (!last) {
                due += GeneratorHealth.PERIOD_MICROS;
                last = closed.await(due - clock.nowMicros(), TimeUnit.MICROSECONDS);
                long now = clock.nowMicros();
                look.at(due, now);
                due = Math.max(due, now - GeneratorHealth.PERIOD_MICROS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
