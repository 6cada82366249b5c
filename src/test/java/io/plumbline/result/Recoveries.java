package io.plumbline.result;

import io.plumbline.result.RecoveryFigures.Disturbance;
import io.plumbline.result.RunRecord.Bounded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a pipeline may have got over 30 s in which its mapping did not read, at 200 of its 500 records a second. */
public final class Recoveries {

    private static final Instant START = Instant.parse("2026-11-22T22:00:00Z");
    private static final Instant FROM = START.plusSeconds(40);
    private static final Instant TO = START.plusSeconds(70);
    private static final double SAMPLE_SECONDS = 0.5;

    private Recoveries() {}

    /** After 20 s. */
    public static RecoveryFigures recovered() {
        return new RecoveryFigures(
                "after a pause of 30.0 s the backlog was back within 20.0 to 20.5 s; it drained by 299.5 records/s",
                Disturbance.PAUSE,
                FROM,
                TO,
                180.0,
                245.5,
                6_183L,
                TO,
                new Bounded(288.25, 299.5, 310.75),
                20.0,
                20.5,
                null,
                backlog(130));
    }

    /** The run ended 12 s after the pause. */
    public static RecoveryFigures notRecovered() {
        return new RecoveryFigures(
                "after a pause of 30.0 s the backlog was not back within 12.0 s; 2,610 records were left",
                Disturbance.PAUSE,
                FROM,
                TO,
                180.0,
                245.5,
                6_183L,
                TO,
                new Bounded(288.25, 299.5, null),
                null,
                null,
                2_610L,
                backlog(82));
    }

    /** It ended before the burst began. */
    public static RecoveryFigures cutOff() {
        return new RecoveryFigures(
                "the run ended before the burst",
                Disturbance.BURST,
                null,
                null,
                null,
                null,
                null,
                null,
                Bounded.NOTHING,
                null,
                null,
                null,
                new BacklogSeries(null, SAMPLE_SECONDS, List.of()));
    }

    private static BacklogSeries backlog(double seconds) {
        List<Long> samples = new ArrayList<>();
        for (double t = 0; t < seconds; t += SAMPLE_SECONDS) {
            double piled = t < 40 ? 0 : t <= 70 ? 200 * (t - 40) : Math.max(0, 6_000 - 300 * (t - 70));
            double steady = 40 <= t && t <= 70 ? 183 : 180 + 55 * Math.sin(5 * t);
            samples.add(Math.round(Math.min(1, t) * steady + piled));
        }
        return new BacklogSeries(START, SAMPLE_SECONDS, samples);
    }
}
