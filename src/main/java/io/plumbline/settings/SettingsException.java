package io.plumbline.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; the message lists everything that is wrong with them. It needs no stack trace. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(message(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        String heading = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "  - " + problem.text())
                .collect(Collectors.joining("\n", heading + " with the settings:\n", ""));
    }
}
