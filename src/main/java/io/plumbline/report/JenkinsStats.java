package io.plumbline.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.Distribution;
import io.plumbline.result.Distribution.Side;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * {@code js/global_stats.json}, which Gatling no longer writes and Jenkins' Gatling plugin draws its trend from. A request
 * is a record that was expected to arrive, its response time that from end to end: stages would only blur it. A record
 * that did not arrive on time is KO.
 *
 * <p>The form knows no infinity: a time that falls among the records that did not arrive is given as the time that the
 * whole run took, which is longer than any that was measured.
 */
record JenkinsStats(RunRecord run, Distribution endToEnd) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Gatling's defaults. */
    private static final int[] PERCENTS = {50, 75, 95, 99};

    /** Gatling's defaults, in milliseconds. */
    private static final int LOWER_BOUND = 800;

    private static final int HIGHER_BOUND = 1_200;

    private static final int MICROS_PER_MILLI = 1_000;

    /** What the plugin takes for the simulation's name stands before the last dash. */
    String folder() {
        return run.simulationName().replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT) + "-"
                + TIME.format(run.times().start());
    }

    void write(OutputStream out) throws IOException {
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json()));
        out.write('\n');
    }

    private ObjectNode json() {
        Histogram times = endToEnd.histogram();
        boolean none = times.getTotalCount() == 0;
        long expected = Math.max(0, run.counts().expected());
        long ok = run.counts().onTime();
        ObjectNode json = JSON.createObjectNode();
        json.put("name", "All Requests");
        json.set("numberOfRequests", three(expected, ok, expected - ok));
        time(json, "minResponseTime", none ? 0 : times.getMinValue());
        time(json, "maxResponseTime", endToEnd.beyond() > 0 ? waitedMicros() : none ? 0 : times.getMaxValue());
        time(json, "meanResponseTime", none ? 0 : times.getMean());
        time(json, "standardDeviation", none ? 0 : times.getStdDeviation());
        for (int i = 0; i < PERCENTS.length; i++) {
            time(json, "percentiles" + (i + 1), percentile(PERCENTS[i]));
        }
        long fast = none ? 0 : times.getCountBetweenValues(0, LOWER_BOUND * MICROS_PER_MILLI - 1);
        long fair = none ? 0 : times.getCountBetweenValues(0, HIGHER_BOUND * MICROS_PER_MILLI - 1) - fast;
        long slow = Math.max(0, ok - fast - fair);
        group(json, 1, "t < " + LOWER_BOUND + " ms", Math.min(fast, ok), expected);
        group(
                json,
                2,
                LOWER_BOUND + " ms <= t < " + HIGHER_BOUND + " ms",
                Math.min(fair, ok - Math.min(fast, ok)),
                expected);
        group(json, 3, "t >= " + HIGHER_BOUND + " ms", slow, expected);
        group(json, 4, "failed", expected - ok, expected);
        double seconds = loadSeconds();
        json.set(
                "meanNumberOfRequestsPerSecond",
                three(rate(expected, seconds), rate(ok, seconds), rate(expected - ok, seconds)));
        return json;
    }

    private double percentile(int percent) {
        OptionalLong micros = endToEnd.percentile(percent, Side.UPPER);
        return micros.isPresent() ? micros.getAsLong() : endToEnd.beyond() > 0 ? waitedMicros() : 0;
    }

    private double waitedMicros() {
        return 1e6 * run.times().seconds();
    }

    /** Of those KO there is no time of its own: most of them have none. */
    private static void time(ObjectNode json, String name, double micros) {
        long millis = Math.round(micros / MICROS_PER_MILLI);
        json.set(name, three(millis, millis, 0));
    }

    private static void group(ObjectNode json, int number, String name, long count, long all) {
        json.putObject("group" + number)
                .put("name", name)
                .put("count", count)
                .put("percentage", all == 0 ? 0 : Math.round(100.0 * count / all));
    }

    private static double rate(long count, double seconds) {
        return seconds <= 0 ? 0 : count / seconds;
    }

    private double loadSeconds() {
        Instant end =
                run.times().loadEnd() == null ? run.times().end() : run.times().loadEnd();
        return Duration.between(run.times().start(), end).toMillis() / 1_000.0;
    }

    private static ObjectNode three(long total, long ok, long ko) {
        return JSON.createObjectNode().put("total", total).put("ok", ok).put("ko", ko);
    }

    private static ObjectNode three(double total, double ok, double ko) {
        return JSON.createObjectNode().put("total", total).put("ok", ok).put("ko", ko);
    }
}
