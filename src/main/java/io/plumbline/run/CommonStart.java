package io.plumbline.run;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the generators of one run begin together. */
final class CommonStart {

    private static final Logger LOG = LoggerFactory.getLogger(CommonStart.class);

    private final MicroClock clock;
    private final Consumer<Duration> pause;

    CommonStart(MicroClock clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Waits for the moment.
     *
     * @throws StartFailure if it is over: a generator that joins late makes another load than the one that was meant
     */
    void await(Instant moment) {
        Duration left = left(moment);
        if (left.isNegative()) {
            throw new StartFailure(List.of(String.format(
                    Locale.ROOT,
                    "plumbline.generator.startAt: this generator was ready %.1f s after %s; leave all of them more time",
                    left.negated().toMillis() / 1e3,
                    moment)));
        }
        LOG.info("ready; the load begins at {}", moment);
        while (left.compareTo(Duration.ZERO) > 0) {
            pause.accept(left);
            left = left(moment);
        }
    }

    private Duration left(Instant moment) {
        return Duration.between(Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS), moment);
    }

    /** @throws StartFailure if the thread is interrupted */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(List.of("plumbline.generator.startAt: interrupted while waiting for it"));
        }
    }
}
