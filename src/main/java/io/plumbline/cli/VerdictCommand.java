package io.plumbline.cli;

import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import picocli.CommandLine.Command;

/** {@code verdict}: how did a run come out? */
@Command(
        name = "verdict",
        description = "Says how a run came out, and ends with 0 for PASS, 2 for FAIL, 3 for INVALID.",
        mixinStandardHelpOptions = true)
final class VerdictCommand extends FinishedRun {

    private static final int MOST_CHARACTERS = 500;

    @Override
    int of(RunRecord run) {
        say(run.verdict() + ": " + Printable.line(run.runId(), MOST_CHARACTERS) + ", "
                + Printable.line(run.simulation(), MOST_CHARACTERS));
        run.reasons().forEach(reason -> say("  - " + Printable.line(reason, MOST_CHARACTERS)));
        return exitCode(run);
    }

    static int exitCode(RunRecord run) {
        return switch (run.verdict()) {
            case PASS -> 0;
            case FAIL -> Main.FAILED;
            case INVALID -> Main.INVALID;
        };
    }
}
