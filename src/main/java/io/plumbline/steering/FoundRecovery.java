package io.plumbline.steering;

import io.plumbline.capacity.Recovery;
import io.plumbline.capacity.Recovery.NotRecovered;
import io.plumbline.capacity.Recovery.Recovered;
import io.plumbline.result.BacklogSeries;
import io.plumbline.result.Figures;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RecoveryFigures.Disturbance;
import io.plumbline.result.RunRecord.Bounded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a disturbance was got over in the words of the run record. */
final class FoundRecovery {

    private FoundRecovery() {}

    /**
     * Moments below zero are not known.
     *
     * @param slackMicros so much sooner it may have been over
     */
    record Disturbed(Disturbance kind, long fromMicros, long toMicros, long slackMicros) {

        /** The longest that it may have taken to be over what ended then. */
        private double atMost(Recovered recovered) {
            return seconds(recovered.atMost()) + slackMicros / 1e6;
        }

        private @Nullable Instant from() {
            return fromMicros < 0 ? null : Flow.instant(fromMicros);
        }

        private @Nullable Instant to() {
            return toMicros < 0 ? null : Flow.instant(toMicros);
        }

        private String words() {
            return (kind == Disturbance.BURST ? "a burst of " : "a pause of ") + duration(toMicros - fromMicros);
        }
    }

    /**
     * @param found empty where the run did not last until it could be told
     * @param failure why there was no disturbance; empty where there was
     */
    static RecoveryFigures figures(
            Disturbed disturbed, Optional<Recovery> found, Optional<String> failure, BacklogSeries backlog) {
        if (found.isEmpty()) {
            return new RecoveryFigures(
                    "the recovery is not known: " + failure.orElse("the run ended before it could be told"),
                    disturbed.kind,
                    disturbed.from(),
                    disturbed.to(),
                    null,
                    null,
                    null,
                    null,
                    Bounded.NOTHING,
                    null,
                    null,
                    null,
                    backlog);
        }
        Recovery recovery = found.get();
        return new RecoveryFigures(
                sentence(disturbed, recovery),
                disturbed.kind,
                disturbed.from(),
                disturbed.to(),
                recovery.baseline().median(),
                recovery.baseline().largest(),
                recovery.peak().records(),
                Flow.instant(recovery.peak().atMicros()),
                recovery.drain().map(FoundCapacity::bounded).orElse(Bounded.NOTHING),
                recovery instanceof Recovered recovered ? (Double) seconds(recovered.atLeast()) : null,
                recovery instanceof Recovered recovered ? (Double) disturbed.atMost(recovered) : null,
                recovery instanceof NotRecovered not ? (Long) not.left() : null,
                backlog);
    }

    private static String sentence(Disturbed disturbed, Recovery recovery) {
        String peak = "the backlog, " + Figures.records(recovery.peak().records()) + " at its peak,";
        if (recovery instanceof Recovered recovered) {
            return "after " + disturbed.words() + " " + peak + " was back at its baseline within "
                    + Figures.duration(disturbed.atMost(recovered) * 1e3);
        }
        NotRecovered not = (NotRecovered) recovery;
        return peak + " was not back at its baseline " + Figures.duration(seconds(not.within()) * 1e3) + " after "
                + disturbed.words() + ": " + Figures.records(not.left()) + " were still on their way";
    }

    private static String duration(long micros) {
        return Figures.duration(micros / 1e3);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
