package io.plumbline.report.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** What stands at the ticks of an axis: round numbers. */
final class Labels {

    private Labels() {}

    static String count(double value) {
        if (value >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return value >= 10_000 ? plain(value / 1_000) + " k" : plain(value);
    }

    static String millis(double value) {
        return value >= 1_000 ? plain(value / 1_000) + " s" : plain(value) + " ms";
    }

    static String percent(double value) {
        return plain(value) + " %";
    }

    private static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
