package io.plumbline.run;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.TableId;
import io.plumbline.TestSettings;
import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.PagePlan;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.WindowPlan;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerThread;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.State;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * What tracking costs the generator: run {@code main}. Records are registered and acknowledged, their rows put into the
 * table of a stand-in in another process and found by polls, and all that is known of them is recorded. Prints the CPU of
 * the threads that do this, a record: the query's answer read, clocks, ledger, histograms. Puts, inserts and Gatling's rows
 * are not in it, nor is the compiler or the collector.
 */
public final class TrackingCost {

    private static final int A_POLL = 5_000;
    private static final int ROWS_A_REQUEST = 500;
    private static final int WARM_UP_POLLS = 40;
    private static final int POLLS = 40;
    private static final double LIMIT_MICROS = 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MicroClock clock = MicroClock.startingNow();
    private final TraceIds ids = new TraceIds("cost-abcd", 0);
    private final PollStatistics statistics = new PollStatistics();
    private final Clocks clocks = new Clocks();
    private final Measurements measurements =
            new Measurements(0, ids, clocks, (state, rows) -> false, outcome -> {}, List.of());
    private final LedgerThread ledger = new LedgerThread(
            new Ledger(measurements::settled, e -> {
                throw e;
            }),
            clock,
            e -> {
                throw e;
            });
    private final Poller poller;
    private final BigQuery client;
    private final TableId table;
    private long sequence;

    private TrackingCost(Map<String, String> environment) {
        URI bigquery = URI.create("http://" + environment.get("BIGQUERY_EMULATOR_HOST"));
        table = TableId.of(
                environment.get("GCP_PROJECT_ID"), environment.get("BQ_DATASET"), environment.get("BQ_TABLE"));
        Settings settings = TestSettings.forPipeline(bigquery, bigquery)
                .with(
                        "plumbline.bigquery.table",
                        table.getProject() + "." + table.getDataset() + "." + table.getTable())
                .settings();
        client = BigQueryOptions.newBuilder()
                .setProjectId(table.getProject())
                .setHost(bigquery.toString())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        BigQueryGateway gateway = new BigQueryGateway(settings, ids, clock);
        PagePlan pages = new PagePlan(gateway, statistics, clock, new PagePlan.Unseen(() -> A_POLL, this::unseen));
        poller = new Poller(
                new WindowPlan(gateway, statistics, clock, pages),
                ids,
                clocks,
                sightings -> ledger.tell(told -> sightings.forEach(told::seen)),
                control -> {});
    }

    private List<String> unseen() {
        return ledger.ask(Ledger::unseen).join().stream().map(ids::load).toList();
    }

    public static void main(String[] arguments) throws IOException {
        StandIn standIn = ServiceLoader.load(StandIn.class).findFirst().orElseThrow();
        Path truth = Files.createTempFile("truth", ".json");
        try (StandIn.Running running = standIn.start(truth)) {
            new TrackingCost(running.environment()).measure();
        } finally {
            Files.deleteIfExists(truth);
        }
    }

    private void measure() {
        for (int i = 0; i < WARM_UP_POLLS; i++) {
            round();
        }
        long rows = statistics.rows();
        long ledgerBefore = ledgerNanos();
        long callers = 0;
        for (int i = 0; i < POLLS; i++) {
            callers += round();
        }
        double records = (double) POLLS * A_POLL;
        double ledgerMicros = (ledgerNanos() - ledgerBefore) / 1e3 / records;
        double callerMicros = callers / 1e3 / records;
        long onTime = ledger.ask(asked -> asked.count(State.ON_TIME)).join();
        ledger.close();
        System.out.printf(
                Locale.ROOT,
                "%,d records seen, %.2f rows a record%ntracking: %.2f us CPU a record (register, acknowledge, poll"
                        + " %.2f, ledger and figures %.2f), limit %.0f%n",
                onTime,
                (statistics.rows() - rows) / records,
                callerMicros + ledgerMicros,
                callerMicros,
                ledgerMicros,
                LIMIT_MICROS);
        System.exit(callerMicros + ledgerMicros <= LIMIT_MICROS ? 0 : 1);
    }

    /** Nanoseconds of CPU that this thread spent on tracking. */
    private long round() {
        long first = sequence;
        long cpu = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < A_POLL; i++) {
            long now = clock.nowMicros();
            Sent sent = new Sent(sequence++, now, now + 60_000_000, true);
            ledger.tell(told -> told.register(sent, null));
            ledger.tell(told -> told.acknowledged(sent.sequence(), clock.nowMicros(), "49"));
        }
        long spent = threads.getCurrentThreadCpuTime() - cpu;
        insert(first);
        cpu = threads.getCurrentThreadCpuTime();
        if (!poller.poll()) {
            throw new IllegalStateException("a poll failed: " + statistics.lastFailure());
        }
        spent += threads.getCurrentThreadCpuTime() - cpu;
        int open = ledger.ask(Ledger::openCount).join();
        if (open != 0) {
            throw new IllegalStateException(open + " records were not seen");
        }
        return spent;
    }

    private void insert(long first) {
        for (long start = first; start < first + A_POLL; start += ROWS_A_REQUEST) {
            InsertAllRequest.Builder request = InsertAllRequest.newBuilder(table);
            for (long number = start; number < start + ROWS_A_REQUEST; number++) {
                String now = iso(clock.nowMicros());
                request.addRow(Map.of(
                        "run_id",
                        ids.runToken(),
                        "trace_id",
                        ids.load(number),
                        "key",
                        "key-0-" + number % 64,
                        "kinesis_sequence_number",
                        "%056d".formatted(number),
                        "kinesis_arrival",
                        now,
                        "lambda_received",
                        now,
                        "lambda_done",
                        now));
            }
            client.insertAll(request.build());
        }
    }

    private static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private long ledgerNanos() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("plumbline-ledger"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }
}
