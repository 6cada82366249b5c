package io.plumbline.gatling;

import io.plumbline.run.StartFailure;
import io.plumbline.settings.Redaction;
import java.util.List;
import java.util.function.Supplier;

/**
 * Ends the process because of the user's mistake, with its problems and no stack trace. Gatling would print one for any
 * exception that a simulation's constructor or a protocol throws.
 */
public final class Halt {

    /** As Gatling's own exit code for a run that crashed. */
    private static final int EXIT_CODE = 1;

    private Halt() {}

    /** Does not return; the type lets callers write {@code throw}. */
    public static Error because(List<String> problems) {
        System.out.flush();
        System.err.println();
        System.err.println("Plumbline did not start, nothing was sent:");
        problems.forEach(problem ->
                System.err.println("  - " + Redaction.keepingNumbers(problem).replace("\n", "\n    ")));
        System.err.println();
        System.err.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
        return new IllegalStateError();
    }

    /** What the run opens gives; where it cannot be opened the process ends. */
    static <T> T unlessItStarts(Supplier<T> start) {
        try {
            return start.get();
        } catch (StartFailure e) {
            throw because(e.problems());
        }
    }

    /** As {@link #unlessItStarts(Supplier)}, of what gives nothing. */
    static void unlessItStarts(Runnable start) {
        unlessItStarts(() -> {
            start.run();
            return true;
        });
    }

    private static final class IllegalStateError extends Error {}
}
