package io.plumbline.result;

import static io.plumbline.result.EndToEndRecorder.millis;
import static java.util.Objects.requireNonNull;

import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Point;
import io.plumbline.result.Distribution.Side;
import io.plumbline.trace.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all percentiles of a run are read from.
 *
 * @param kinesisPut the put's round trip
 * @param stages in the order a record travels
 * @param beside by their names, what else was timed
 */
public record Histograms(
        Spread endToEnd, Distribution kinesisPut, List<TimedStage> stages, Map<String, Distribution> beside) {

    /** End to end, counted from the planned moments; where the plan is known. */
    public static final String FROM_PLAN = Stage.END_TO_END + " from plan";

    /** How long after their planned moments records were sent; where the plan is known. */
    public static final String SCHEDULE_LAG = "Schedule lag";

    /** How late the generator's own timer ran. */
    public static final String TIMER = "Timer lateness";

    /** From the beginning of a wait for what something else sent; where there was one. */
    public static final String WATCHED = "Watched";

    static final String LOWER = ", lower bound";
    static final String UPPER = ", upper bound";

    /** In ten-thousandths. */
    private static final List<Integer> QUANTILES =
            List.of(0, 100, 500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500, 9_900, 9_950, 9_990, 9_995, 9_999, 10_000);

    private static final int ALL = 10_000;

    public Histograms {
        stages = List.copyOf(stages);
        beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
    }

    /** The points and the bounds of a spread, by their names. */
    public static Map<String, Distribution> named(String name, Spread spread) {
        Map<String, Distribution> three = new LinkedHashMap<>();
        three.put(name, spread.point());
        three.put(name + LOWER, spread.lower());
        three.put(name + UPPER, spread.upper());
        return three;
    }

    /** What else was timed with bounds; empty where it was not. */
    Optional<Spread> spreadBeside(String name) {
        return Optional.ofNullable(beside.get(name))
                .map(point -> new Spread(
                        requireNonNull(beside.get(name + LOWER)), point, requireNonNull(beside.get(name + UPPER))));
    }

    /** By what they are of; bounds are distributions of their own. */
    public Map<String, Distribution> byName() {
        Map<String, Distribution> all = named(Stage.END_TO_END, endToEnd);
        all.put(Stage.KINESIS_PUT, kinesisPut);
        stages.forEach(timed -> all.put(timed.stage().name(), timed.times()));
        all.putAll(beside);
        return all;
    }

    /** Percentiles from the smallest to the largest: from end to end, then of each stage that has figures. */
    public List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        curve(curves, Stage.END_TO_END, endToEnd.point(), this::endToEnd);
        for (TimedStage timed : stages) {
            if (timed.stage().valid()) {
                curve(
                        curves,
                        timed.stage().name(),
                        timed.times(),
                        (quantile, point) ->
                                within(quantile, point, timed.stage().bound()));
            }
        }
        return curves;
    }

    private static void curve(
            List<Curve> curves,
            String name,
            Distribution points,
            BiFunction<Integer, @Nullable Double, Point> bounded) {
        if (points.count() > points.beyond()) {
            curves.add(new Curve(
                    name,
                    QUANTILES.stream()
                            .filter(quantile -> isTold(quantile, points.count()))
                            .map(quantile -> bounded.apply(quantile, millis(points.quantile(quantile, Side.MIDDLE))))
                            .toList()));
        }
    }

    /** Where no record lies above a percentile, it only repeats the largest. */
    private static boolean isTold(int quantile, long count) {
        return quantile == ALL || count * (ALL - quantile) >= ALL;
    }

    private Point endToEnd(int quantile, @Nullable Double point) {
        Double lower = millis(endToEnd.lower().quantile(quantile, Side.LOWER));
        Double upper = millis(endToEnd.upper().quantile(quantile, Side.UPPER));
        return new Point(quantile / 100.0, lower, point, upper);
    }

    private static Point within(int quantile, @Nullable Double point, double bound) {
        return point == null
                ? new Point(quantile / 100.0, null, null, null)
                : new Point(quantile / 100.0, Math.max(0, point - bound), point, point + bound);
    }
}
