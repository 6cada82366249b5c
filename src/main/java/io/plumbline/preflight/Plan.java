package io.plumbline.preflight;

import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Load;
import java.time.Duration;

/**
 * What a load asks of the pipeline, as far as settings tell.
 *
 * @param recordsPerSecond at its peak
 * @param polling how long arrivals are looked for, at the most
 */
public record Plan(double recordsPerSecond, int recordBytes, Duration polling, Duration pollInterval) {

    public static Plan of(Load load, Settings settings) {
        Duration lasts = load.ramp().plus(load.duration()).plus(load.rampDown());
        return new Plan(
                load.rate(),
                load.recordBytes(),
                lasts.plus(settings.arrival().drain()),
                settings.bigquery().pollInterval());
    }

    long polls() {
        return Math.max(1, polling.toNanos() / pollInterval.toNanos());
    }

    double bytesPerSecond() {
        return recordsPerSecond * recordBytes;
    }
}
