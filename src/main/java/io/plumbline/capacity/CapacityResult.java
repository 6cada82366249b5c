package io.plumbline.capacity;

import java.time.Duration;
import java.util.List;

/**
 * What a search found.
 *
 * @param took from its start to the end of the last drain
 * @param steps in the order in which they were made
 */
public record CapacityResult(Capacity capacity, End end, Duration took, List<JudgedStep> steps) {

    /** Of a search that did not begin. */
    public static final CapacityResult NOTHING =
            new CapacityResult(new Capacity.NotKnown("no step was made"), End.CUT_SHORT, Duration.ZERO, List.of());

    /** Copies the steps. */
    public CapacityResult {
        steps = List.copyOf(steps);
    }

    /** Without a full stop; says so where the search was cut short. */
    public String sentence() {
        return "the pipeline " + capacity.sentence() + end.words;
    }

    /** Why it ended. */
    public enum End {
        /** The bracket is as narrow as it should be, or there is no more to try. */
        FOUND(""),
        STEPS("; the search had no steps left before it was sure"),
        TIME("; the search had no time left before it was sure"),
        NOT_DRAINED("; the search ended because the backlog did not come back to its baseline in time"),
        CUT_SHORT("; the search was cut short");

        private final String words;

        End(String words) {
            this.words = words;
        }
    }
}
