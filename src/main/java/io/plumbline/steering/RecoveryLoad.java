package io.plumbline.steering;

import io.plumbline.capacity.Backlog;
import io.plumbline.capacity.Recovery;
import io.plumbline.capacity.Recovery.Recovered;
import io.plumbline.ledger.Settled;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RecoveryFigures.Disturbance;
import io.plumbline.settings.Settings;
import io.plumbline.steering.Orders.Over;
import io.plumbline.steering.Orders.Steady;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Load at a steady rate with one disturbance: a burst, or a pause of the function. It ends when the backlog is back at its
 * baseline, or was waited for long enough. Unlike a search it has one load: the run as a whole judges the generator.
 */
public final class RecoveryLoad implements SteeredLoad {

    /** Of either bound of the drain rate. */
    private static final double CONFIDENCE = 0.95;

    private final Settings.Recovery wanted;
    private final Rates rates;
    private final Optional<Pause> pause;
    private final long cycleMicros;
    private final Flow flow;
    private final long startMicros;
    private long beganMicros = -1;
    private long disturbedMicros = -1;
    private long overMicros = -1;
    /** So much sooner it may have been over. */
    private long slackMicros;

    private long lookedMicros;
    private boolean closed;
    private @Nullable Recovery found;

    /**
     * @param steady records a second but for a burst
     * @param peak records a second in a burst
     */
    public record Rates(double steady, double peak, int recordsPerUser) {}

    /**
     * @param pause what pauses the function; empty where the disturbance is a burst
     * @param cycle how far apart the slowest polls on the records' way are
     */
    public RecoveryLoad(
            Settings.Recovery wanted, Rates rates, Optional<Pause> pause, Duration cycle, long startMicros) {
        this.wanted = wanted;
        this.rates = rates;
        this.pause = pause;
        this.cycleMicros = micros(cycle);
        this.flow = new Flow(startMicros);
        this.startMicros = startMicros;
    }

    @Override
    public synchronized Orders orders(long fromMicros, long untilMicros) {
        if (closed) {
            return new Over();
        }
        if (beganMicros < 0) {
            beganMicros = fromMicros;
        }
        if (disturbedMicros < 0 && fromMicros >= baselineFrom() + micros(wanted.baseline())) {
            disturbedMicros = fromMicros;
            pause.ifPresent(Pause::begin);
        }
        if (isDisturbed()) {
            disturb(fromMicros);
        }
        if (overMicros >= 0) {
            look();
        }
        boolean failed = pause.flatMap(Pause::failure).isPresent();
        if (failed
                || found instanceof Recovered
                || overMicros >= 0 && lookedMicros - overMicros >= micros(wanted.within())) {
            return new Over();
        }
        boolean bursts = isDisturbed() && pause.isEmpty();
        return new Steady((bursts ? rates.peak : rates.steady) / rates.recordsPerUser);
    }

    /** Ends the disturbance when it is time to. */
    private void disturb(long fromMicros) {
        if (pause.isEmpty()) {
            if (fromMicros - disturbedMicros >= micros(wanted.disturbed())) {
                overMicros = fromMicros;
            }
            return;
        }
        Pause paused = pause.get();
        paused.begun().ifPresent(change -> {
            disturbedMicros = change.askedMicros();
            if (fromMicros - change.doneMicros() >= micros(wanted.disturbed())) {
                paused.end();
            }
        });
        paused.ended().ifPresent(change -> {
            overMicros = change.doneMicros();
            slackMicros = change.doneMicros() - change.askedMicros();
        });
    }

    private boolean isDisturbed() {
        return disturbedMicros >= 0 && overMicros < 0;
    }

    private void look() {
        if (lookedMicros > overMicros + cycleMicros && !(found instanceof Recovered)) {
            Backlog series = flow.backlog(baselineFrom(), lookedMicros);
            found = Recovery.of(series, disturbedMicros, overMicros, cycleMicros, CONFIDENCE);
        }
    }

    private long baselineFrom() {
        return (beganMicros < 0 ? startMicros : beganMicros) + micros(wanted.warmUp());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public Optional<CapacityFigures> capacity() {
        return Optional.empty();
    }

    @Override
    public synchronized Optional<RecoveryFigures> recovery() {
        return Optional.of(FoundRecovery.figures(
                new FoundRecovery.Disturbed(
                        pause.isPresent() ? Disturbance.PAUSE : Disturbance.BURST,
                        disturbedMicros,
                        overMicros,
                        slackMicros),
                Optional.ofNullable(found),
                pause.flatMap(Pause::failure),
                flow.series(lookedMicros)));
    }

    @Override
    public synchronized String standing() {
        if (overMicros >= 0) {
            return "recovers";
        }
        return disturbedMicros >= 0 ? pause.isPresent() ? "paused" : "burst" : "baseline";
    }

    @Override
    public void sent(int records, long atMicros) {
        flow.sent(records, atMicros);
    }

    @Override
    public void settled(Settled record, long nowMicros) {
        flow.settled(record, nowMicros);
    }

    @Override
    public synchronized void looked(long askedMicros) {
        lookedMicros = askedMicros;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        pause.ifPresent(Pause::close);
    }
}
