package io.plumbline.report;

import io.plumbline.result.RunRecord.Verdict;
import java.io.Console;
import java.util.Map;

/** Whether the console is coloured, and how. */
public enum Colours {
    ON,
    OFF;

    /** On for a terminal, unless {@code NO_COLOR} is set or the terminal is {@code dumb}. */
    public static Colours from(Map<String, String> environment) {
        return from(environment, onTerminal());
    }

    static Colours from(Map<String, String> environment, boolean terminal) {
        boolean unwanted =
                !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
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
