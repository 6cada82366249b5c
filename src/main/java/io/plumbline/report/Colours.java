package io.plumbline.report;

import io.plumbline.result.RunRecord.Verdict;
import java.io.Console;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether the console is coloured, and how. */
public enum Colours {
    ON,
    OFF;

    /** Maven's start script hands its arguments on; these ask for a log that nobody sits in front of. */
    private static final Pattern BATCH =
            Pattern.compile("(^|\\s)(-B|--batch-mode|--non-interactive|-Dstyle\\.color=never)(\\s|$)");

    /**
     * On for a terminal, unless it is {@code dumb}, {@code NO_COLOR} or {@code CI} is set, or Maven was called with
     * {@code -B}.
     */
    public static Colours from(Map<String, String> environment) {
        return from(environment, onTerminal());
    }

    static Colours from(Map<String, String> environment, boolean terminal) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || !environment.getOrDefault("CI", "").isEmpty()
                || "dumb".equals(environment.get("TERM"))
                || BATCH.matcher(environment.getOrDefault("MAVEN_CMD_LINE_ARGS", ""))
                        .find();
        return terminal && !unwanted ? ON : OFF;
    }

    /** Since Java 22 there may be a console without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // Null up to JDK 21 where there is no terminal; later isTerminal() says it.
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    String of(Verdict verdict) {
        int colour =
                switch (verdict) {
                    case PASS -> 32;
                    case FAIL -> 31;
                    case INVALID -> 33;
                };
        return paint(colour, verdict.name());
    }

    String mark(boolean met) {
        return met ? paint(32, "✓") : paint(31, "✗");
    }

    private String paint(int colour, String text) {
        return this == ON ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
