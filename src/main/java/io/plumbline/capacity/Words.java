package io.plumbline.capacity;

import java.util.Locale;

/** Figures in sentences, the same in every locale. */
final class Words {

    private Words() {}

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.1f records/s", perSecond);
    }

    static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share).replace("-0.0", "0.0");
    }

    static String duration(double millis) {
        return millis < 1_000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
}
