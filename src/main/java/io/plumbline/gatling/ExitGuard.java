package io.plumbline.gatling;

import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.run.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the process fail unless the run passed, also when the simulation's author forgot {@code verdict()} or
 * {@code accounted(…)}, when Gatling cut the run off, and when the process is told to terminate: whatever is known then
 * is still judged and written.
 */
public final class ExitGuard {

    /** Gatling's own exit code for failed assertions. */
    private static final int FAILED = 2;

    private static final String BY =
            "it ended before it was accounted for (maxDuration, a throttle's end, a signal, or accounted(…) is missing)";

    private static final Logger LOG = LoggerFactory.getLogger(ExitGuard.class);

    private ExitGuard() {}

    /** From now on the process cannot end well without a PASS of this run. */
    public static void watch(Run run) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> atExit(run), "plumbline-exit"));
    }

    private static void atExit(Run run) {
        boolean passed = false;
        try {
            RunRecord record = run.end(BY);
            // Here, so that it comes after all that Gatling prints.
            run.print(System.out);
            passed = record.verdict() == Verdict.PASS;
        } catch (RuntimeException e) {
            // Nobody else prints it: the process ends right here.
            LOG.error("The run could not be accounted for at the end of the process", e);
        } finally {
            if (!passed) {
                System.out.flush();
                System.err.flush();
                Runtime.getRuntime().halt(FAILED);
            }
        }
    }
}
