package io.plumbline.result;

import static java.math.RoundingMode.CEILING;
import static java.math.RoundingMode.FLOOR;
import static java.math.RoundingMode.HALF_UP;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** Figures as people read them, the same in every locale: {@code 1.84 s}, {@code 640 ms}, {@code 30,000}. */
public final class Figures {

    private static final double MANY_FOLD = 10;

    private Figures() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 record}, {@code 20 records}. */
    public static String records(long count) {
        return count(count) + (count == 1 ? " record" : " records");
    }

    public static String duration(double millis) {
        return Scale.of(millis).withUnit(millis, HALF_UP);
    }

    /**
     * The point with its bounds rounded outward, {@code 1.84 s (1.71–1.97)}; the bounds are left out where they do not
     * differ from it in the digits shown, and {@code ∞} stands for one beyond every value.
     *
     * @param beyond what to say of a point beyond every value
     */
    public static String duration(Bounded figure, String beyond) {
        Double point = figure.point();
        if (point == null) {
            return beyond;
        }
        Scale scale = Scale.of(point);
        String shown = scale.number(point, HALF_UP);
        String lower = bound(scale, figure.lower(), FLOOR);
        String upper = bound(scale, figure.upper(), CEILING);
        String bounds = lower.equals(shown) && upper.equals(shown) ? "" : " (" + lower + "–" + upper + ")";
        return shown + scale.unit + bounds;
    }

    private static String bound(Scale scale, @Nullable Double millis, RoundingMode rounding) {
        return millis == null ? "∞" : scale.number(millis, rounding);
    }

    /** Records a second: {@code 1,500.0}. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.1f", perSecond);
    }

    /** Records a second with their bounds rounded outward: {@code 1,500.0 (1,420.3–1,580.0)}. */
    public static String rate(Bounded perSecond) {
        Double point = perSecond.point();
        return point == null
                ? "not known"
                : rate(point) + bounds(perSecond, value -> tenths(value, FLOOR), value -> tenths(value, CEILING));
    }

    /** What share of a whole a figure is, with its bounds rounded outward: {@code 1.4 % (0.3–2.5)}. */
    public static String share(Bounded figure, double whole) {
        Double point = figure.point();
        if (point == null || whole <= 0) {
            return "not known";
        }
        return tenths(100 * point / whole, HALF_UP)
                + " %"
                + bounds(
                        figure,
                        value -> tenths(100 * value / whole, FLOOR),
                        value -> tenths(100 * value / whole, CEILING));
    }

    private static String bounds(Bounded figure, DoubleFunction<String> down, DoubleFunction<String> up) {
        Double lower = figure.lower();
        Double upper = figure.upper();
        return " (" + (lower == null ? "-∞" : down.apply(lower)) + "–" + (upper == null ? "∞" : up.apply(upper)) + ")";
    }

    private static String tenths(double value, RoundingMode rounding) {
        return String.format(Locale.ROOT, "%,.1f", BigDecimal.valueOf(value).setScale(1, rounding));
    }

    /** A share of a million, rounded up: it is a bound. */
    public static String perMillion(double share) {
        return count(
                BigDecimal.valueOf(share).movePointRight(6).setScale(0, CEILING).longValueExact());
    }

    /** By which share a figure grew or shrank: {@code +22.7 %}. */
    public static String change(double share) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }

    /** By which share a figure may grow: {@code 22.7 %}, and {@code 94-fold} where percents say nothing to anybody. */
    public static String growth(double share) {
        return share < MANY_FOLD
                ? String.format(Locale.ROOT, "%.1f %%", 100 * share)
                : String.format(Locale.ROOT, "%,.0f-fold", 1 + share);
    }

    /** Rounded down, so that only all of them are 100 %. */
    public static String percent(double rate) {
        return plain(percentage(rate)) + " %";
    }

    /** As {@link #percent} and as k6 scripts print it: {@code 99.80%}. */
    public static String percentOfTwoDecimals(double rate) {
        return percentage(rate).toPlainString() + "%";
    }

    private static BigDecimal percentage(double rate) {
        return BigDecimal.valueOf(rate).movePointRight(2).setScale(2, FLOOR);
    }

    /** Rounded up, as the bill is. */
    public static String bytes(long bytes) {
        String[] units = {" B", " kB", " MB", " GB", " TB", " PB", " EB"};
        BigDecimal number = BigDecimal.valueOf(bytes);
        int unit = 0;
        while (number.compareTo(BigDecimal.valueOf(1000)) >= 0) {
            number = number.movePointLeft(3);
            unit++;
        }
        return plain(number.setScale(1, CEILING)) + units[unit];
    }

    /** To a hundredth of a cent, rounded up: {@code $0.0023}. */
    public static String dollars(double dollars) {
        return "$" + plain(BigDecimal.valueOf(dollars).setScale(4, CEILING));
    }

    /** An objective's limit: {@code 5 s}. */
    public static String limit(Unit unit, double limit) {
        return switch (unit) {
            case MILLISECONDS -> {
                Scale scale = Scale.of(limit);
                yield plain(new BigDecimal(scale.number(limit, HALF_UP))) + scale.unit;
            }
            case RATE -> percent(limit);
            case RECORDS_PER_SECOND -> rate(limit) + " records/s";
            case RECORDS, STAGES -> count((long) limit);
        };
    }

    /** What was measured for an objective: {@code 5.00 s}. */
    public static String measured(Unit unit, double value) {
        return unit == Unit.MILLISECONDS ? duration(value) : limit(unit, value);
    }

    /** What was measured for an objective and misses its limit, rounded away from it: never shown as equal to it. */
    public static String missed(Unit unit, double value) {
        return unit == Unit.MILLISECONDS ? Scale.of(value).withUnit(value, CEILING) : limit(unit, value);
    }

    /** What was measured for an objective, which has a value, as it came out. */
    public static String measured(SloResult slo, double value) {
        return slo.result() == Outcome.MISSED ? missed(slo.unit(), value) : measured(slo.unit(), value);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Three digits: the unit and the decimals that a duration of some size is shown with. */
    private enum Scale {
        TENTHS_OF_MILLIS(" ms", 0, 1),
        MILLIS(" ms", 0, 0),
        HUNDREDTHS(" s", 3, 2),
        TENTHS(" s", 3, 1),
        SECONDS(" s", 3, 0);

        private final String unit;
        private final int shift;
        private final int decimals;

        Scale(String unit, int shift, int decimals) {
            this.unit = unit;
            this.shift = shift;
            this.decimals = decimals;
        }

        /** By the rounded size, so that 999.6 ms are 1 s. */
        static Scale of(double millis) {
            double size = Math.abs(millis);
            if (size < 9.95) {
                return TENTHS_OF_MILLIS;
            }
            if (size < 999.5) {
                return MILLIS;
            }
            if (size < 9_995) {
                return HUNDREDTHS;
            }
            return size < 99_950 ? TENTHS : SECONDS;
        }

        String number(double millis, RoundingMode rounding) {
            return BigDecimal.valueOf(millis)
                    .movePointLeft(shift)
                    .setScale(decimals, rounding)
                    .toPlainString();
        }

        String withUnit(double millis, RoundingMode rounding) {
            return number(millis, rounding) + unit;
        }
    }
}
