package local.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something takes: a stream of draws from a distribution, the same for the same seed. Written {@code 20ms}
 * (always), {@code 20ms..80ms} (uniform) or {@code 20ms~300ms} (log-normal, by its median and its 99th percentile).
 */
public final class Latency {

    public static final Latency NONE = new Latency(1, 0, 0, false);

    private static final Pattern FORM = Pattern.compile("(\\d+) ?(ms|s)(?: ?(\\.\\.|~) ?(\\d+) ?(ms|s))?");

    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.326;

    private final long seed;
    private final double first;
    private final double second;
    private final boolean logNormal;
    private final AtomicLong draws = new AtomicLong();

    private Latency(long seed, double firstMillis, double secondMillis, boolean logNormal) {
        this.seed = seed;
        this.first = firstMillis;
        this.second = secondMillis;
        this.logNormal = logNormal;
    }

    /** @throws IllegalArgumentException if {@code text} is none of the three forms */
    public static Latency parse(String text, long seed) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a latency such as 20ms, 20ms..80ms (uniform) or 20ms~300ms (p50~p99)");
        }
        double first = millis(form.group(1), form.group(2));
        double second = form.group(3) == null ? first : millis(form.group(4), form.group(5));
        boolean logNormal = "~".equals(form.group(3));
        if (second < first || logNormal && first == 0) {
            throw new IllegalArgumentException("\"" + text + "\": the second time must be the larger one");
        }
        return new Latency(seed, first, second, logNormal);
    }

    private static double millis(String number, String unit) {
        return Double.parseDouble(number) * (unit.equals("s") ? 1_000 : 1);
    }

    public Duration next() {
        return second == 0 ? Duration.ZERO : draw(draws.incrementAndGet());
    }

    private Duration draw(long ordinal) {
        double u = FaultRule.uniform(seed, ordinal);
        double millis = first + (second - first) * u;
        if (logNormal) {
            // Box-Muller.
            double v = FaultRule.uniform(~seed, ordinal);
            double z = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
            millis = first * Math.exp(z * Math.log(second / first) / Z99);
        }
        return Duration.ofNanos((long) (millis * 1e6));
    }
}
