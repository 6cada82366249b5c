package io.plumbline.bench;

import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.ledger.State;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the ledger costs a record, from its registration to its arrival, on its one thread: run {@code main}. Each call
 * registers and acknowledges one record and sees the one that was registered {@link #IN_FLIGHT} before.
 */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBenchmark {

    /** As many as 5,000 records a second have that arrive after 2 s. */
    private static final int IN_FLIGHT = 10_000;

    private static final double LIMIT_NANOS = 1_000;
    private static final long MICROS_BETWEEN = 200;
    private static final long PATIENCE = 30_000_000;
    private static final String SEQUENCE_NUMBER = "49590338271490256608559692538361571095921575989136588898";

    private Ledger ledger;
    private long next;

    @Setup(Level.Iteration)
    public void fill(Blackhole sink) {
        ledger = new Ledger(sink::consume, failure -> {
            throw failure;
        });
        for (next = 0; next < IN_FLIGHT; next++) {
            put();
        }
    }

    @Benchmark
    public void registerAcknowledgeSee() {
        put();
        see(next - IN_FLIGHT);
        ledger.expire(sent(next));
        next++;
    }

    /** A figure of records that were not settled would be worth nothing. */
    @TearDown(Level.Iteration)
    public void check() {
        if (ledger.openCount() != IN_FLIGHT || ledger.count(State.ON_TIME) != next - IN_FLIGHT) {
            throw new IllegalStateException(
                    "of " + next + " records " + ledger.count(State.ON_TIME) + " were on time, " + IN_FLIGHT + " open");
        }
    }

    private void put() {
        ledger.register(new Sent(next, sent(next), sent(next) + PATIENCE, true), null);
        ledger.acknowledged(next, sent(next) + 10_000, SEQUENCE_NUMBER);
    }

    private void see(long sequence) {
        long micros = sent(sequence);
        Stamps remote =
                Stamps.none().with(Stamp.KINESIS_ARRIVAL, micros + 5_000).with(Stamp.INSERTED, micros + 900_000);
        ledger.seen(sequence, new Sighting(remote, micros + 500_000, micros + 1_500_000, SEQUENCE_NUMBER));
    }

    private static long sent(long sequence) {
        return sequence * MICROS_BETWEEN;
    }

    public static void main(String[] arguments) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\." + LedgerBenchmark.class.getSimpleName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        double nanos = result.getPrimaryResult().getScore();
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        System.out.printf(Locale.ROOT, "ledger: %.0f ns and %.0f bytes allocated a record%n", nanos, bytes);
        System.exit(nanos <= LIMIT_NANOS ? 0 : 1);
    }
}
