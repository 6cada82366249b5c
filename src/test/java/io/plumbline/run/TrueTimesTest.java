package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.Row;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.run.VirtualRun.Outcome;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import local.DirectPath;
import local.DirectPath.ClockError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Latencies that are known to be right: what is printed of them holds, run after run. */
class TrueTimesTest {

    private static final int RUNS = 100;
    private static final int FEW = 20;
    private static final int RECORDS = 500;
    private static final Duration LOAD = Duration.ofSeconds(50);

    /** Polls tell less than stamps. */
    private static final int TIMES_LONGER_BY_POLLS = 2;

    private static final long POLL_MILLIS = 1_000;
    private static final String QUERIES = "200ms..1200ms";
    private static final ClockError RIGHT = new ClockError(0, 0);
    private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

    @Test
    void withAnInsertStampThePointIsClose() {
        assertThat(closeByStamps(FEW)).isGreaterThanOrEqualTo(FEW - 1);
    }

    @Test
    @Tag("conscience")
    void withAnInsertStampThePointIsCloseInAHundredRuns() {
        assertThat(closeByStamps(RUNS)).isGreaterThanOrEqualTo(95);
    }

    private static int closeByStamps(int runs) {
        int close = 0;
        for (int seed = 1; seed <= runs; seed++) {
            Outcome outcome = run(seed, RIGHT, RIGHT, RIGHT, 1, UnaryOperator.identity());
            assertInside(outcome, seed);
            assertThat(outcome.run().endToEnd().estimator()).isEqualTo("insert stamp");
            close += within(outcome, truth -> Math.max(20, 0.05 * truth)) ? 1 : 0;
        }
        return close;
    }

    @Test
    void byPollsAloneThePointIsFairlyClose() {
        assertThat(closeByPolls(FEW)).isGreaterThanOrEqualTo(FEW - 4);
    }

    @Test
    @Tag("conscience")
    void byPollsAloneThePointIsFairlyCloseInAHundredRuns() {
        assertThat(closeByPolls(RUNS)).isGreaterThanOrEqualTo(80);
    }

    private static int closeByPolls(int runs) {
        int close = 0;
        for (int seed = 1; seed <= runs; seed++) {
            Outcome outcome = run(seed, RIGHT, RIGHT, RIGHT, TIMES_LONGER_BY_POLLS, Restamped::withoutInsertStamps);
            assertInside(outcome, seed);
            assertThat(outcome.run().endToEnd().estimator()).isEqualTo("polls (Turnbull)");
            close += within(outcome, truth -> 0.15 * POLL_MILLIS + 0.05 * truth) ? 1 : 0;
        }
        return close;
    }

    @Test
    void whateverTheClocksOfOthersShow() {
        SplittableRandom random = new SplittableRandom(20_261_123);
        for (int seed = 1; seed <= RUNS / 5; seed++) {
            ClockError aws = error(random);
            ClockError lambda = error(random);
            ClockError google = error(random);
            Outcome right = run(seed, RIGHT, RIGHT, RIGHT, 1, UnaryOperator.identity());
            Outcome wrong = run(seed, aws, lambda, google, 1, UnaryOperator.identity());
            String about = "seed %d, aws %s, lambda %s, google %s".formatted(seed, aws, lambda, google);

            assertInside(wrong, seed);
            assertInside(run(seed, aws, lambda, google, 1, Restamped::withoutInsertStamps), seed);
            assertThat(within(wrong, truth -> Math.max(20, 0.05 * truth)))
                    .as(about)
                    .isTrue();
            assertStages(wrong, about);
            assertThat(wrong.run().endToEnd().p50().point())
                    .as(about)
                    .isBetween(
                            right.run().endToEnd().p50().lower(),
                            right.run().endToEnd().p50().upper());
            assertThat(wrong.run().stages()).as(about).allMatch(stage -> stage.negative() == 0);
        }
    }

    @Test
    void howeverFinelyTheStampsTellTheTime() {
        SplittableRandom random = new SplittableRandom(8);
        long[] ticks = {1, 1_000, 1_000_000};
        for (int seed = 0; seed < ticks.length * ticks.length; seed++) {
            long function = ticks[seed % 3];
            long bigquery = ticks[seed / 3 % 3];
            ClockError lambda = error(random);
            ClockError google = error(random);
            Outcome outcome = run(seed, RIGHT, lambda, google, 1, Restamped.rounded(function, bigquery));
            String about = "seed %d, function by %d µs, %s, BigQuery by %d µs, %s"
                    .formatted(seed, function, lambda, bigquery, google);

            assertInside(outcome, seed);
            assertStages(outcome, about);
            assertThat(stage(outcome.run(), "Lambda").bound())
                    .as(about)
                    .isGreaterThanOrEqualTo((function - 1) / 1_000.0);
        }
    }

    @Test
    void whereRecordsTakeMinutes() {
        for (UnaryOperator<ArrivalSource> between :
                List.<UnaryOperator<ArrivalSource>>of(UnaryOperator.identity(), Restamped::withoutInsertStamps)) {
            java.util.Random random = new java.util.Random(7);
            Outcome outcome = new VirtualRun(
                            world -> new DirectPath(
                                    world,
                                    7,
                                    () -> Duration.ofMillis(180_000 + random.nextInt(240_000)),
                                    QUERIES,
                                    RIGHT,
                                    new ClockError(-900, 20),
                                    RIGHT),
                            7,
                            between)
                    .waiting(Duration.ofMinutes(10), Duration.ofMinutes(12))
                    .run(300, Duration.ofMinutes(2));

            assertInside(outcome, 7);
            assertThat(outcome.run().counts().onTime()).isEqualTo(300);
            assertThat(within(outcome, truth -> 0.01 * truth)).isTrue();
        }
    }

    @Test
    void whereTheFunctionStampsOnce() {
        UnaryOperator<ArrivalSource> once = table -> new Restamped(
                table, new Evidence(true, false, true, true, true), Restamped.only(Stamp.LAMBDA_RECEIVED));
        Outcome outcome = run(5, RIGHT, new ClockError(700, 0), RIGHT, 1, once);

        assertInside(outcome, 5);
        assertThat(outcome.run().stages())
                .extracting(RunRecord.Stage::name)
                .containsExactly("Send to Lambda", "Lambda to visible");
    }

    private static void assertStages(Outcome outcome, String about) {
        for (JsonNode truth : outcome.truth().path("stages")) {
            RunRecord.Stage stage = stage(outcome.run(), truth.path("name").asText());
            assertThat(stage.valid()).as(about).isTrue();
            assertThat(stage.latency().p50())
                    .as("%s, %s", stage.name(), about)
                    .isBetween(
                            truth.path("p50").asDouble() - stage.bound() - 0.001,
                            truth.path("p50").asDouble() + stage.bound() + 0.001);
        }
    }

    private static ClockError error(SplittableRandom random) {
        return new ClockError(random.nextLong(-5_000, 5_000), random.nextDouble(-50, 50));
    }

    private static RunRecord.Stage stage(RunRecord run, String name) {
        return run.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertInside(Outcome outcome, int seed) {
        assertThat(outcome.run().stages()).as("seed %d", seed).isNotEmpty().allMatch(RunRecord.Stage::valid);
        assertThat(outcome.run().counts().lost())
                .as("seed %d: %s", seed, outcome.run().reasons())
                .isZero();
        for (String percentile : PERCENTILES) {
            double truth = truth(outcome, percentile);
            Bounded printed = printed(outcome, percentile);
            assertThat(truth)
                    .as("%s of seed %d: %s", percentile, seed, printed)
                    .isBetween(printed.lower() - 0.001, printed.upper() + 0.001);
        }
    }

    /** Whether p50 and p95 are both off by no more than a tolerance, in milliseconds. */
    private static boolean within(Outcome outcome, java.util.function.DoubleUnaryOperator tolerance) {
        return PERCENTILES.subList(0, 2).stream().allMatch(percentile -> {
            double truth = truth(outcome, percentile);
            return Math.abs(printed(outcome, percentile).point() - truth) <= tolerance.applyAsDouble(truth);
        });
    }

    private static double truth(Outcome outcome, String percentile) {
        return outcome.truth().path("endToEnd").path(percentile).asDouble();
    }

    private static Bounded printed(Outcome outcome, String percentile) {
        RunRecord.Latencies all = outcome.run().endToEnd();
        return switch (percentile) {
            case "p50" -> all.p50();
            case "p95" -> all.p95();
            default -> all.p99();
        };
    }

    private static Outcome run(
            int seed,
            ClockError aws,
            ClockError lambda,
            ClockError google,
            int timesLonger,
            UnaryOperator<ArrivalSource> between) {
        return new VirtualRun(
                        world -> new DirectPath(
                                world, seed, latency(seed, world::nowMicros), QUERIES, aws, lambda, google),
                        seed,
                        between)
                .run(timesLonger * RECORDS, LOAD.multipliedBy(timesLonger));
    }

    /** Log-normal, bimodal or with stalls by turns; medians from 0.1 to 5 s. */
    private static Supplier<Duration> latency(int seed, java.util.function.LongSupplier clock) {
        java.util.Random random = new java.util.Random(seed);
        double median = 100 * Math.pow(50, random.nextDouble());
        double sigma = 0.2 + 0.4 * random.nextDouble();
        return () -> {
            double millis = median * Math.exp(sigma * random.nextGaussian());
            if (seed % 3 == 1 && random.nextInt(5) == 0) {
                millis *= 3;
            } else if (seed % 3 == 2) {
                // Nothing gets through for 3 of each 12 seconds.
                long inCycle = clock.getAsLong() / 1_000 % 12_000;
                millis += Math.max(0, 3_000 - inCycle);
            }
            return Duration.ofNanos((long) (millis * 1e6));
        };
    }

    /** A table whose stamps are not those that were written. */
    private static final class Restamped extends PassingTable {

        private final Evidence evidence;
        private final UnaryOperator<Stamps> stamps;

        Restamped(ArrivalSource table, Evidence evidence, UnaryOperator<Stamps> stamps) {
            super(table);
            this.evidence = evidence;
            this.stamps = stamps;
        }

        static Restamped withoutInsertStamps(ArrivalSource table) {
            return new Restamped(
                    table,
                    new Evidence(true, false, true, true, true),
                    only(Stamp.KINESIS_ARRIVAL, Stamp.LAMBDA_RECEIVED, Stamp.LAMBDA_DONE));
        }

        /** Shows the function's and BigQuery's stamps rounded down to ticks, in microseconds. */
        static UnaryOperator<ArrivalSource> rounded(long function, long bigquery) {
            return table -> new Restamped(table, table.evidence(), stamps -> {
                Stamps rounded = stamps;
                for (Stamp stamp : List.of(Stamp.LAMBDA_RECEIVED, Stamp.LAMBDA_DONE, Stamp.INSERTED)) {
                    long tick = stamp == Stamp.INSERTED ? bigquery : function;
                    long micros = stamps.at(stamp).orElseThrow();
                    rounded = rounded.with(stamp, Math.floorDiv(micros, tick) * tick);
                }
                return rounded;
            });
        }

        /** Of all stamps. */
        static UnaryOperator<Stamps> only(Stamp... kept) {
            return stamps -> {
                Stamps some = Stamps.none();
                for (Stamp stamp : kept) {
                    some = some.with(stamp, stamps.at(stamp).orElseThrow());
                }
                return some;
            };
        }

        @Override
        public Evidence evidence() {
            return evidence;
        }

        @Override
        Row seen(Row row) {
            return new Row(row.traceId(), stamps.apply(row.stamps()), row.sequenceNumber());
        }
    }
}
