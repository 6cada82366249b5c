package io.plumbline.result;

import io.plumbline.result.CapacityFigures.Ceiling;
import io.plumbline.result.CapacityFigures.LimitedBy;
import io.plumbline.result.CapacityFigures.Prediction;
import io.plumbline.result.CapacityFigures.Result;
import io.plumbline.result.CapacityFigures.Step;
import io.plumbline.result.RunRecord.Bounded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** What searches may have found of a pipeline that brings 500 records a second to the table. */
public final class Searches {

    private static final Instant START = Instant.parse("2026-11-22T22:00:00Z");
    private static final double CAPACITY = 500;
    private static final double SAMPLE_SECONDS = 0.5;
    private static final int WARM_UP = 3;
    private static final double LATENCY = 0.9;

    /** What the generator of {@link #limitedByGenerator()} sends at the most. */
    private static final double GENERATOR = 320;

    private final List<Step> steps = new ArrayList<>();
    private final List<Long> backlog = new ArrayList<>();
    private final double growthLimit;
    private final double generator;

    private Searches(double growthLimit, double generator) {
        this.growthLimit = growthLimit;
        this.generator = generator;
    }

    /** Up until it failed, then halved the bracket. */
    public static CapacityFigures found() {
        Searches search = new Searches(0.03, 10_000);
        DoubleStream.of(200, 300, 450, 675, 562.5).forEach(rate -> search.step(rate, 12));
        search.step(514, 36);
        DoubleStream.of(490.5, 490.5).forEach(rate -> search.step(rate, 12));
        return search.figures(
                "the pipeline sustains between 490.5 and 514.0 records/s; it is limited by the function",
                490.5,
                514.0,
                true,
                LimitedBy.FUNCTION);
    }

    /** Fifteen steps in less than five minutes. */
    public static CapacityFigures ofManySteps() {
        Searches search = new Searches(0.03, 10_000);
        DoubleStream.of(60, 90, 135, 202.5, 303.8, 455.6, 683.4, 569.5, 512.6, 484.1, 498.3, 505.5, 501.9, 501.9, 501.9)
                .forEach(rate -> search.step(rate, 12));
        return search.figures(
                "the pipeline sustains between 501.9 and 505.5 records/s; it is limited by the function",
                501.9,
                505.5,
                true,
                LimitedBy.FUNCTION);
    }

    /** Which tells nothing of what the pipeline cannot do. */
    public static CapacityFigures limitedByGenerator() {
        Searches search = new Searches(0.03, GENERATOR);
        DoubleStream.of(200, 300, 450, 450, 375, 300).forEach(rate -> search.step(rate, 12));
        return search.figures(
                "the pipeline sustains at least 300.0 records/s; the generator cannot do more",
                300.0,
                null,
                true,
                LimitedBy.GENERATOR);
    }

    /** And it was not known yet what to predict. */
    public static CapacityFigures nothingPassed() {
        Searches search = new Searches(0.03, 10_000);
        DoubleStream.of(900, 600).forEach(rate -> search.step(rate, 12));
        CapacityFigures found = search.figures(
                "the pipeline does not sustain 600.0 records/s; it is limited by the function",
                null,
                600.0,
                false,
                LimitedBy.FUNCTION);
        return new CapacityFigures(
                found.sentence(),
                found.lastPass(),
                found.firstFail(),
                found.confirmed(),
                found.limitedBy(),
                found.growthLimit(),
                null,
                found.steps(),
                found.backlog());
    }

    /** It was cut off before its first step was over. */
    public static CapacityFigures cutOff() {
        return new CapacityFigures(
                "nothing is known of what the pipeline sustains: no step said anything of it",
                null,
                null,
                false,
                null,
                0.03,
                null,
                List.of(),
                new BacklogSeries(null, SAMPLE_SECONDS, List.of()));
    }

    private CapacityFigures figures(
            String sentence,
            @Nullable Double lastPass,
            @Nullable Double firstFail,
            boolean confirmed,
            @Nullable LimitedBy limitedBy) {
        Prediction prediction = new Prediction(
                "predicted are 512.0 records/s, by the function's parallel batches; "
                        + (firstFail == null ? "no rate failed, so it cannot be held against that" : "as predicted"),
                List.of(
                        new Ceiling("the function's parallel batches", LimitedBy.FUNCTION, 512.0),
                        new Ceiling("the shards' records", LimitedBy.SHARDS, 2_000.0),
                        new Ceiling("the shards' bytes", LimitedBy.SHARDS, 7_812.5)));
        return new CapacityFigures(
                sentence,
                lastPass,
                firstFail,
                confirmed,
                limitedBy,
                growthLimit,
                prediction,
                steps,
                new BacklogSeries(START, SAMPLE_SECONDS, backlog));
    }

    private void step(double rate, int seconds) {
        double sent = Math.min(rate, generator);
        double grows = Math.max(0, sent - CAPACITY);
        double start = elapsed();
        double piled = 0;
        for (double t = 0; t < WARM_UP + seconds; t += SAMPLE_SECONDS) {
            piled = grows * t;
            double tooth = 0.3 * sent * (0.5 + Math.sin(5 * (start + t)) / 2);
            backlog.add(Math.round(Math.min(t, LATENCY) * sent + tooth + piled));
        }
        double judged = elapsed();
        for (double left = piled + LATENCY * sent; left > 0; left -= CAPACITY * SAMPLE_SECONDS) {
            backlog.add(Math.round(left));
        }
        backlog.add(0L);
        steps.add(judged(rate, sent, start + WARM_UP, judged));
    }

    private Step judged(double rate, double sent, double from, double to) {
        double grows = Math.max(0, sent - CAPACITY) + 0.3;
        // The longer, the narrower; to the power of 1.5.
        double bound = 0.02 * rate / Math.pow((to - from) / 12, 1.5);
        Bounded growth = new Bounded(grows - bound, grows, grows + bound);
        boolean made = sent >= 0.995 * rate;
        Result result = !made || growth.lower() > growthLimit * rate
                ? Result.FAIL
                : growth.upper() < growthLimit * rate ? Result.PASS : Result.UNDECIDED;
        return new Step(
                at(from),
                at(to),
                at(elapsed()),
                rate,
                sent - 0.1,
                result,
                result != Result.FAIL ? null : made ? LimitedBy.FUNCTION : LimitedBy.GENERATOR,
                growth,
                rate > 650 ? 7 : 0,
                rate > 650 ? 2 : 0,
                p95(result, 900 + 1_000 * (to - from) * Math.max(0, sent - CAPACITY) / CAPACITY),
                reasons(result, made, rate, growth));
    }

    private static Bounded p95(Result result, double millis) {
        return result == Result.UNDECIDED
                ? new Bounded(millis, 1.02 * millis, null)
                : new Bounded(0.9 * millis, millis, 1.2 * millis);
    }

    private static List<String> reasons(Result result, boolean made, double rate, Bounded growth) {
        if (result == Result.PASS) {
            return List.of();
        }
        if (!made) {
            return List.of("the generator sent " + Figures.rate(GENERATOR) + " records/s of " + Figures.rate(rate)
                    + " records/s planned");
        }
        String grows = "the backlog grows by " + Figures.share(growth, rate) + " of the rate";
        return result == Result.UNDECIDED
                ? List.of(grows + ", which leaves open whether it is below 3.0 %")
                : rate > 650
                        ? List.of("Kinesis throttled 7 writes", "2 records were lost", grows, "and so on")
                        : List.of(grows);
    }

    private double elapsed() {
        return backlog.size() * SAMPLE_SECONDS;
    }

    private static Instant at(double seconds) {
        return START.plusMillis((long) (1_000 * seconds));
    }
}
