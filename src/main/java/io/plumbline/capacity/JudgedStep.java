package io.plumbline.capacity;

import io.plumbline.capacity.StepVerdict.Fail;
import io.plumbline.capacity.StepVerdict.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A step of a search, and what became of it. */
public record JudgedStep(StepObservation observed, StepVerdict verdict, Optional<Drained> drained) {

    double rate() {
        return observed.rate();
    }

    boolean passed() {
        return verdict instanceof Pass;
    }

    /** Not only undecided. */
    boolean failed() {
        return verdict instanceof Fail;
    }

    /** The generator did not make the load. */
    boolean saysNothing() {
        return limit() == Limit.GENERATOR;
    }

    /** What kept it from passing; not told where it was not decided. */
    Limit limit() {
        return verdict instanceof Fail fail ? fail.limit() : Limit.NOT_TOLD;
    }

    long endMicros() {
        return drained.map(Drained::atMicros).orElse(observed.toMicros());
    }

    /** A step passes only if the drain finds all of its records. */
    JudgedStep after(Drained drain) {
        StepVerdict then = verdict;
        if (drain.missing() > 0 && !saysNothing()) {
            List<String> reasons = new ArrayList<>();
            reasons.add(Words.count(drain.missing(), "record") + " did not arrive");
            reasons.addAll(then.reasons());
            then = new Fail(limit(), then.growth(), reasons);
        }
        return new JudgedStep(observed, then, Optional.of(drain));
    }
}
