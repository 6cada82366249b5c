package io.plumbline.capacity;

import java.util.List;
import java.util.Optional;

/** Whether the pipeline sustained a step's rate. */
public sealed interface StepVerdict {

    /** By how much the backlog grew; empty where the step was too short to tell. */
    Optional<Slope> growth();

    /** Sentences without a full stop, the most important first. */
    List<String> reasons();

    /** It did. */
    record Pass(Optional<Slope> growth, List<String> reasons) implements StepVerdict {
        /** Copies the reasons. */
        public Pass {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * It did not, or the generator did not make the load.
     *
     * @param limit what kept it from that
     */
    record Fail(Limit limit, Optional<Slope> growth, List<String> reasons) implements StepVerdict {
        /** Copies the reasons. */
        public Fail {
            reasons = List.copyOf(reasons);
        }
    }

    /** The bounds lie on both sides of a limit. A longer step narrows them; one that cannot get longer counts as no pass. */
    record Undecided(Optional<Slope> growth, List<String> reasons) implements StepVerdict {
        /** Copies the reasons. */
        public Undecided {
            reasons = List.copyOf(reasons);
        }
    }
}
