package io.plumbline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.preflight.Check;
import io.plumbline.preflight.Check.Mark;
import io.plumbline.settings.Settings;
import java.util.List;
import java.util.Locale;

/** What the doctor found, for people and for programs. */
record DoctorReport(Settings settings, List<Check> checks) {

    private static final JsonMapper JSON = new JsonMapper();

    String text() {
        StringBuilder text =
                new StringBuilder("target: ").append(settings.target().label()).append("\n\n");
        for (Check check : checks) {
            text.append(
                    String.format(Locale.ROOT, "%s %-13s %s%n", sign(check.mark()), check.subject(), check.found()));
            if (check.remedy() != null) {
                text.append("    → ").append(check.remedy()).append(System.lineSeparator());
            }
        }
        return text.append(System.lineSeparator()).append(sum()).toString();
    }

    private String sum() {
        long problems = count(Mark.PROBLEM);
        long warnings = count(Mark.WARNING);
        return problems > 0
                ? "not ready: " + problems + (problems == 1 ? " problem" : " problems")
                : warnings > 0 ? "ready, with " + warnings + (warnings == 1 ? " warning" : " warnings") : "ready";
    }

    private long count(Mark mark) {
        return checks.stream().filter(check -> check.mark() == mark).count();
    }

    private static String sign(Mark mark) {
        return switch (mark) {
            case OK -> "✓";
            case WARNING -> "!";
            case PROBLEM -> "✗";
            case NOT_CHECKED -> "-";
        };
    }

    String json() {
        ObjectNode report = JSON.createObjectNode()
                .put("target", settings.target().label())
                .put("ready", count(Mark.PROBLEM) == 0)
                .put("problems", count(Mark.PROBLEM))
                .put("warnings", count(Mark.WARNING));
        report.set("checks", JSON.valueToTree(checks));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is JSON", e);
        }
    }
}
