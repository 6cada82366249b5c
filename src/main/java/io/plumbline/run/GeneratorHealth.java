package io.plumbline.run;

import io.plumbline.result.Distribution;
import io.plumbline.result.Generator.Cpu;
import io.plumbline.result.Generator.Gc;
import io.plumbline.result.Generator.LittlesLaw;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.StageRecorder;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/**
 * Whether the generator could do what it was to do while the load ran: from the first record to the end of the load,
 * records in flight to the end of the drain. Thread-safe.
 */
final class GeneratorHealth {

    /** Fine enough for the limits, and 50 wake-ups a second cost nothing. */
    static final long PERIOD_MICROS = 20_000;

    private static final long NOT_YET = Long.MAX_VALUE;

    private final Machine machine;
    private final IntSupplier inFlight;
    private final StageRecorder lateness = new StageRecorder();
    private long began = NOT_YET;
    private long loadEnd = NOT_YET;
    private long cpuAtStart;
    private long cpuInLoad;
    private long lastLook;
    private double recordMicros;
    private long acquireFailures;
    private long collections;
    private long collectedMicros;
    private long longestMicros;

    /** @param inFlight how many records are in flight now */
    GeneratorHealth(Machine machine, IntSupplier inFlight) {
        this.machine = machine;
        this.inFlight = inFlight;
        machine.collections(this::collected);
    }

    /** The first record is about to be sent, or the first invocation. */
    synchronized void loadBegan(long nowMicros) {
        began = nowMicros;
        lastLook = nowMicros;
        cpuAtStart = machine.cpuMicros();
    }

    synchronized void loadEnded(long nowMicros) {
        loadEnd = nowMicros;
        cpuInLoad = machine.cpuMicros() - cpuAtStart;
    }

    /**
     * The timer ran. While it was late it would have run again, so these moments count as well: one stop of three
     * seconds is 150 of them, of up to three seconds.
     */
    synchronized void looked(long dueMicros, long nowMicros) {
        if (nowMicros < began) {
            return;
        }
        recordMicros += (double) inFlight.getAsInt() * (nowMicros - lastLook);
        lastLook = nowMicros;
        for (long due = dueMicros; due <= Math.min(nowMicros, loadEnd); due += PERIOD_MICROS) {
            lateness.record(nowMicros - due);
        }
    }

    synchronized void acquireFailed() {
        acquireFailures++;
    }

    private synchronized void collected(long pauseMicros) {
        if (began != NOT_YET && loadEnd == NOT_YET) {
            collections++;
            collectedMicros += pauseMicros;
            longestMicros = Math.max(longestMicros, pauseMicros);
        }
    }

    synchronized Summary lateness() {
        return lateness.summary();
    }

    /** What {@link #lateness} is read from. */
    synchronized Distribution latenesses() {
        return lateness.distribution();
    }

    synchronized Gc gc() {
        return new Gc(collections, collectedMicros / 1000.0, longestMicros / 1000.0);
    }

    synchronized Cpu cpu() {
        long micros = loadEnd - began;
        return new Cpu(
                machine.cores(),
                began == NOT_YET || micros <= 0 ? null : Math.min(1, (double) cpuInLoad / micros / machine.cores()));
    }

    synchronized long acquireFailures() {
        return acquireFailures;
    }

    /** How long the load took, in seconds; 0 where there was none. */
    synchronized double loadSeconds() {
        return began == NOT_YET ? 0 : (loadEnd - began) / 1e6;
    }

    /** Seconds from the first record to the last look. */
    synchronized double seconds() {
        return began == NOT_YET ? 0 : (lastLook - began) / 1e6;
    }

    /**
     * @param arrived how many records, each of them in flight until it was seen
     * @param meanMillis how long that was, by the printed figures
     */
    synchronized LittlesLaw littlesLaw(long arrived, OptionalDouble meanMillis) {
        double seconds = seconds();
        if (seconds == 0 || meanMillis.isEmpty()) {
            return new LittlesLaw(null, null, null);
        }
        double sampled = recordMicros / 1e6 / seconds;
        double expected = arrived / seconds * meanMillis.getAsDouble() / 1000;
        return new LittlesLaw(sampled, expected, expected == 0 ? null : Math.abs(sampled - expected) / expected);
    }
}
