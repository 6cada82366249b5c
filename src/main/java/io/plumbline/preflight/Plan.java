package io.plumbline.preflight;

import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Load;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a load asks of the pipeline, as far as settings tell.
 *
 * @param recordsPerSecond at its peak
 * @param lasts how long records are sent
 * @param polling how long arrivals are looked for, at the most
 * @param generators that look for arrivals, each for its own
 */
public record Plan(
        double recordsPerSecond,
        int recordBytes,
        Duration lasts,
        Duration polling,
        Duration pollInterval,
        int generators) {

    public static Plan of(Load load, Settings settings) {
        Duration lasts = load.ramp().plus(load.duration()).plus(load.rampDown());
        return new Plan(
                load.rate(),
                load.recordBytes(),
                lasts,
                lasts.plus(settings.arrival().drain()),
                settings.bigquery().pollInterval(),
                settings.share().count());
    }

    /** Of a load whose records' size is not known; what is not known of it otherwise is taken for nothing. */
    static Plan of(LoadPlan load, Settings settings) {
        Duration lasts = load.duration().orElse(Duration.ZERO);
        return new Plan(
                load.rate().orElse(1),
                0,
                lasts,
                lasts.plus(settings.arrival().drain()),
                settings.bigquery().pollInterval(),
                settings.share().count());
    }

    /** What the guard holds against its caps. */
    public LoadPlan forGuard() {
        return new LoadPlan(OptionalLong.empty(), Optional.of(lasts), OptionalDouble.of(recordsPerSecond));
    }

    long polls() {
        return generators * Math.max(1, polling.toNanos() / pollInterval.toNanos());
    }

    double bytesPerSecond() {
        return recordsPerSecond * recordBytes;
    }
}
