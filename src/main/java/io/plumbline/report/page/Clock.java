package io.plumbline.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Time since the load began, as a clock shows it: {@code 0:30}, {@code 1:02:30}. */
final class Clock {

    private static final int[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
    };

    private Clock() {}

    /** At round times, so many at the most. */
    static List<Double> ticks(double seconds, int most) {
        double step = STEPS[STEPS.length - 1];
        for (int candidate : STEPS) {
            if (seconds / candidate < most) {
                step = candidate;
                break;
            }
        }
        while (seconds / step >= most) {
            step *= 2;
        }
        List<Double> ticks = new ArrayList<>();
        for (double tick = 0; tick <= seconds; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    static String shown(double seconds) {
        long whole = (long) seconds;
        return whole < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }
}
