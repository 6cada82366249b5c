package io.plumbline.report.page;

import java.util.ArrayList;
import java.util.List;

/** From values, 0 to {@code most}, to places on a drawing. */
record Scale(double most, double from, double to) {

    private static final double[] STEPS = {1, 2, 5, 10};

    /** Up to a round number that is no less than any of the values; to 1 where there is none above 0. */
    static Scale upTo(double largest, double from, double to, int ticks) {
        double step = step(largest, ticks);
        return new Scale(largest > 0 ? Math.ceil(largest / step) * step : 1, from, to);
    }

    double of(double value) {
        return from + (to - from) * Math.max(0, Math.min(most, value)) / most;
    }

    /** Round values from 0, about so many. */
    List<Double> ticks(int about) {
        double step = step(most, about);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= most * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double step(double most, int about) {
        if (most <= 0) {
            return 1;
        }
        double rough = most / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (step * power >= rough * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
