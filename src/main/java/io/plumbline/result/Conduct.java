package io.plumbline.result;

import java.util.List;
import java.util.Optional;

/**
 * How the run itself went, apart from what it measured.
 *
 * @param auditComplete whether the audit saw all it had to; true also where there was nothing to audit
 * @param wentWell whether something that puts no record did what its author wanted
 * @param interruption what cut the run short, as a sentence's end: {@code maxDuration of 60 s}
 * @param failures why the measuring side is not to be trusted, a sentence each
 */
public record Conduct(boolean auditComplete, boolean wentWell, Optional<String> interruption, List<String> failures) {

    public Conduct {
        failures = List.copyOf(failures);
    }

    /** A run that ended by itself, with nothing to hold against it. */
    public static Conduct flawless() {
        return new Conduct(true, false, Optional.empty(), List.of());
    }
}
