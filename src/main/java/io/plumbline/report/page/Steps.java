package io.plumbline.report.page;

import io.plumbline.result.CapacityFigures.Result;
import io.plumbline.result.CapacityFigures.Step;
import java.util.List;

/** How a search's steps are told apart. */
final class Steps {

    /** So near to each other numbers would run into one. */
    private static final double NUMBER_WIDTH = 18;

    private Steps() {}

    static String sign(Result result) {
        return switch (result) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case UNDECIDED -> "?";
        };
    }

    static String style(Result result) {
        return switch (result) {
            case PASS -> "step-pass";
            case FAIL -> "step-fail";
            case UNDECIDED -> "step-undecided";
        };
    }

    /** By which the table has them, at the feet of the steps; where they have no room, not of all. */
    static void numbers(Plot plot, List<Step> steps, Period period) {
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            double x = plot.time().of((period.at(step.from()) + period.at(step.to())) / 2);
            if (x - last >= NUMBER_WIDTH) {
                plot.svg().text("number middle", x, plot.bottom() - 4, String.valueOf(i + 1));
                last = x;
            }
        }
    }
}
