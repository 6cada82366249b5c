package io.plumbline.result;

import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Summary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the load generator itself fared while the load ran; times in milliseconds.
 *
 * @param valid whether it kept within its limits; if not, the run is INVALID
 * @param lateness how late a timer of its own ran, each moment of standing still included
 * @param acquireFailures puts for which no connection became free
 * @param plannedRate records a second; null where the plan of the load is not known
 * @param achievedRate of the same records, until the last was sent
 * @param scheduleLag how long after their planned moments records were sent
 * @param intendedLatency end to end from the planned moments
 * @param notKnown the reason why a figure is not known, by its name
 */
public record Generator(
        boolean valid,
        Summary lateness,
        Gc gc,
        Cpu cpu,
        long acquireFailures,
        @Nullable Double plannedRate,
        @Nullable Double achievedRate,
        Summary scheduleLag,
        Latencies intendedLatency,
        LittlesLaw littlesLaw,
        Map<String, String> notKnown) {

    public Generator {
        notKnown = Collections.unmodifiableMap(new LinkedHashMap<>(notKnown));
    }

    /** The same, beyond its limits. */
    public Generator invalid() {
        return new Generator(
                false,
                lateness,
                gc,
                cpu,
                acquireFailures,
                plannedRate,
                achievedRate,
                scheduleLag,
                intendedLatency,
                littlesLaw,
                notKnown);
    }

    /** Garbage collections that stopped the generator. */
    public record Gc(long collections, double total, double longest) {}

    /** @param share of all cores that the process used, from 0 to 1; null where nothing ran */
    public record Cpu(int cores, @Nullable Double share) {}

    /**
     * The mean number of records in flight against rate times mean latency, which must agree.
     *
     * @param inFlight sampled by the generator's timer
     * @param rateTimesLatency by the printed mean, its upper bound
     * @param apart share of the second that the first differs by; null where it was not checked
     */
    public record LittlesLaw(@Nullable Double inFlight, @Nullable Double rateTimesLatency, @Nullable Double apart) {

        /** Above this share it is reported. */
        public static final double SUSPECT = 0.1;

        public boolean suspect() {
            return apart != null && apart > SUSPECT;
        }
    }
}
