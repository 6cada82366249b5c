package io.plumbline.result;

import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.trace.ClockOffset;
import org.jspecify.annotations.Nullable;

/**
 * Collects the times of one stage between the stamps of two clocks, as the stamps have them, and corrects them when at the
 * end it is known how far the clocks were apart. For a stage on one clock there is {@link StageRecorder}.
 *
 * <p>Times are kept by windows, because the clocks drift: at the most 128, which double in width as time goes on. Not
 * thread-safe.
 */
public final class CrossClockRecorder {

    private static final int WINDOWS = 128;
    private static final long FIRST_WIDTH_MICROS = 250_000;

    private final @Nullable StageWindow[] windows = new @Nullable StageWindow[WINDOWS];
    private long originMicros;
    private long widthMicros = FIRST_WIDTH_MICROS;
    private long anchor;
    private long count;

    /**
     * Adds a record's stamps, in epoch microseconds, each on its own clock.
     *
     * @param generatorMicros when, roughly, on the generator's clock: the time of the record's sending
     */
    public void record(long generatorMicros, long fromMicros, long toMicros) {
        if (count == 0) {
            originMicros = generatorMicros;
            anchor = toMicros - fromMicros;
        }
        count++;
        while (generatorMicros - originMicros >= WINDOWS * widthMicros) {
            widen();
        }
        int i = (int) (Math.max(0, generatorMicros - originMicros) / widthMicros);
        StageWindow window = windows[i];
        if (window == null) {
            window = new StageWindow(anchor);
            windows[i] = window;
        }
        window.add(fromMicros, toMicros);
    }

    private void widen() {
        for (int i = 0; i < WINDOWS; i++) {
            StageWindow window = windows[i];
            windows[i] = null;
            if (window == null) {
                continue;
            }
            StageWindow wider = windows[i / 2];
            if (wider == null) {
                windows[i / 2] = window;
            } else {
                wider.merge(window);
            }
        }
        widthMicros *= 2;
    }

    /**
     * The stage's figures. The bound holds for each of them: by how much the clocks may be apart, their drift in a window,
     * the grid, and what else is not known. A time that is negative although the clocks are corrected is counted, and
     * taken as zero. Without figures, and not valid, where one of the clocks is not bounded.
     *
     * @param from how far the clock of the first stamps is ahead
     * @param to how far the clock of the second stamps is ahead
     * @param boundMicros how far a stamp may be off for other reasons
     * @param fromTick of the first stamps, which are rounded down: 1000 for milliseconds, 1 for microseconds
     * @param toTick of the second stamps
     */
    public Stage stage(String name, ClockOffset from, ClockOffset to, long boundMicros, int fromTick, int toTick) {
        return timed(name, from, to, boundMicros, fromTick, toTick).stage();
    }

    /** {@link #stage The stage} with what its figures are read from. */
    public TimedStage timed(String name, ClockOffset from, ClockOffset to, long boundMicros, int fromTick, int toTick) {
        if (count > 0 && !(from.at(originMicros).known() && to.at(originMicros).known())) {
            Stage unknown = new Stage(name, new Summary(count, null, null, null, null, null, null), 0, 0, false);
            return new TimedStage(unknown, new Distribution());
        }
        CorrectedTimes times = new CorrectedTimes();
        for (StageWindow window : windows) {
            if (window != null) {
                times.add(window, new ClockCorrection(window, from, to, fromTick, toTick));
            }
        }
        return new TimedStage(times.stage(name, boundMicros), times.distribution());
    }
}
