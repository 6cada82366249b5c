package io.plumbline.run;

import io.plumbline.TestSettings;
import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Watches;
import io.plumbline.aws.PutOutcome;
import io.plumbline.bench.Jvm;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.RecordOutcome;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How long it takes to write a long run's results, and how much heap: run {@code main}. Records pass through ledger and
 * figures in a heap of 512 MB; every hundredth of them is lost, so these are settled, listed and written at the end. The clock runs from there until the last file is in its place. Argument: the records, by default ten million.
 */
public final class TenMillionResults {

    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final int IN_FLIGHT = 10_000;
    private static final int ONE_IS_LOST_OF = 100;
    private static final int SHARDS = 16;
    private static final long MICROS_BETWEEN = 1_000;
    private static final long SEED = 4711;

    private final TraceIds ids = new TraceIds("ten-million-abcd", 0);
    private final Settings settings = TestSettings.forPipeline(
                    URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
            .settings();
    private final Clocks clocks = new Clocks();
    private final Random random = new Random(SEED);
    private final RunFolder folder;
    private final RecordsFile records;
    private final Measurements measurements;
    private final Ledger ledger;
    private long nowMicros;

    private TenMillionResults(Path results) throws IOException {
        folder = RunFolder.create(results, "ten-million");
        records = RecordsFile.in(folder);
        measurements = new Measurements(
                0, ids, clocks, RecordOutcome.State::exceptional, outcome -> records.write(outcome), List.of());
        ledger = new Ledger(measurements::settled, failure -> {
            throw failure;
        });
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            print(Long.parseLong(arguments[0]));
        } else {
            String records = arguments.length == 0 ? "10000000" : arguments[0];
            System.exit(Jvm.run(TenMillionResults.class, OPTIONS, records, "here"));
        }
    }

    private static void print(long count) throws IOException {
        Path results = Files.createTempDirectory("plumbline-results");
        TenMillionResults run = new TenMillionResults(results);
        run.pass(count);
        long settled = System.nanoTime();
        run.write();
        double seconds = (System.nanoTime() - settled) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d records: results written in %.1f s, at the most %,d MB of heap in use%n",
                count,
                seconds,
                peakMegabytes());
        try (Stream<Path> files = Files.walk(run.folder.path())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                System.out.printf(
                        Locale.ROOT,
                        "%,12d bytes  %s%n",
                        Files.size(file),
                        run.folder.path().relativize(file));
            }
        }
    }

    private static long peakMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                >> 20;
    }

    private void pass(long count) {
        for (long sequence = 0; sequence < count + IN_FLIGHT; sequence++) {
            nowMicros = sent(sequence);
            if (sequence < count) {
                put(sequence);
            }
            long earlier = sequence - IN_FLIGHT;
            if (earlier >= 0 && earlier % ONE_IS_LOST_OF != 0) {
                see(earlier);
            }
            ledger.expire(nowMicros);
        }
    }

    private void write() throws IOException {
        ledger.close(true, nowMicros);
        MicroClock clock = () -> nowMicros;
        RunContext context = new RunContext(
                settings,
                "TenMillion",
                Integer.MAX_VALUE,
                0,
                clock,
                clocks,
                ids,
                folder,
                EarlierRuns.NONE,
                Optional.of(records),
                Optional.empty(),
                Optional.empty(),
                null,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Concluded concluded = new Conclusion(
                        context,
                        ledger,
                        measurements,
                        new PollStatistics(),
                        Findings.withoutTable(),
                        List.of(),
                        new GeneratorHealth(new IdleMachine(), ledger::openCount),
                        Schedule.notKnown("the load has none"),
                        0,
                        new CallTimes(),
                        Watches.Count.NONE,
                        new Troubles(),
                        null)
                .concluded(nowMicros, nowMicros);
        Reports.write(folder, concluded.run(), concluded.histograms(), Optional.of(records));
    }

    private void put(long sequence) {
        long sent = sent(sequence);
        ledger.register(new Sent(sequence, sent, sent + 4 * IN_FLIGHT * MICROS_BETWEEN, true), null);
        // Made anew, as an answer of Kinesis would be.
        String number = Long.toString(sequence);
        ledger.acknowledged(sequence, sent + 10_000, number);
        measurements.put(
                new PutOutcome.Acknowledged(number, "shardId-0000000000" + (10 + sequence % SHARDS)), sent + 10_000);
    }

    private void see(long sequence) {
        long sent = sent(sequence);
        long done = sent + 400_000 + random.nextInt(200_000);
        Stamps stamps = Stamps.none()
                .with(Stamp.KINESIS_ARRIVAL, sent + 2_000 + random.nextInt(6_000))
                .with(Stamp.LAMBDA_RECEIVED, done - random.nextInt(10_000))
                .with(Stamp.LAMBDA_DONE, done)
                .with(Stamp.INSERTED, done + 50_000 + random.nextInt(100_000));
        ledger.seen(sequence, new Sighting(stamps, sent + 400_000, sent + 1_000_000, Long.toString(sequence)));
    }

    private static long sent(long sequence) {
        return sequence * MICROS_BETWEEN;
    }
}
