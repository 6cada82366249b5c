package io.plumbline.gatling;

import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the process fail unless all runs passed, also when the simulation's author forgot {@code verdict()} or
 * {@code accounted(…)}, when Gatling cut the run off, and when the process is told to terminate: whatever is known then
 * is still judged and written.
 */
public final class ExitGuard {

    /** Gatling's own exit code for failed assertions. */
    private static final int FAILED = 2;

    private static final String BY =
            "it ended before it was accounted for (maxDuration, a throttle's end, a signal, or accounted(…) is missing)";

    private static final Logger LOG = LoggerFactory.getLogger(ExitGuard.class);

    private static final List<Run> RUNS = new ArrayList<>();

    private ExitGuard() {}

    /** From now on the process cannot end well without a PASS of this run. */
    public static synchronized void watch(Run run) {
        if (RUNS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(ExitGuard::atExit, "plumbline-exit"));
        }
        RUNS.add(run);
    }

    private static synchronized void atExit() {
        boolean passed = true;
        for (Run run : RUNS) {
            passed &= passed(run);
        }
        if (!passed) {
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static boolean passed(Run run) {
        try {
            RunRecord record = run.end(BY);
            // Here, so that it comes after all that Gatling prints.
            run.print(System.out);
            return record.verdict() == Verdict.PASS;
        } catch (RuntimeException e) {
            // Nobody else prints it: the process ends right here.
            LOG.error("The run could not be accounted for at the end of the process", e);
            return false;
        }
    }
}
