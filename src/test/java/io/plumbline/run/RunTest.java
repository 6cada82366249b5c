package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.TableId;
import io.plumbline.TestSettings;
import io.plumbline.arrival.Watches;
import io.plumbline.arrival.Watches.Watch;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Need;
import io.plumbline.trace.Digest;
import io.plumbline.trace.Gzip;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPInputStream;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run over real sockets, between a stream that nobody reads and a table that the test fills by hand. */
@Timeout(60)
class RunTest {

    private static final PutOptions ONE = new PutOptions(false, 0, null);
    private static final byte[] DATA = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path results;

    private final MicroClock clock = MicroClock.startingNow();
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock::nowMicros, true);
    private final BigQueryService bigquery = new BigQueryService(256, 1, clock::nowMicros, (table, rows, at) -> {});
    private final BlockingQueue<byte[]> onTheWire = new LinkedBlockingQueue<>();
    private final HttpServer kinesisServer = HttpServer.start("kinesis", new KinesisService(streams, data -> {
        onTheWire.add(data);
        return new PutHook.Attempt() {
            @Override
            public boolean throttled() {
                return throttled;
            }
        };
    }));
    private final HttpServer bigqueryServer = HttpServer.start("bigquery", bigquery);
    private final BigQuery table = BigQueryOptions.newBuilder()
            .setProjectId("p")
            .setHost(bigqueryServer.uri().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    private final Heard heard = new Heard();
    private int maxInFlight = 1_000;
    private volatile boolean throttled;

    @BeforeEach
    void createPipeline() throws IOException {
        streams.create("events", 1);
        ReferenceTable.create(bigqueryServer.uri(), "p", "d", "events");
    }

    @AfterEach
    void close() {
        kinesisServer.close();
        bigqueryServer.close();
        bigquery.close();
    }

    @Test
    void aRecordThatArrivesIsToldToItsSenderAndPasses() throws InterruptedException {
        Run run = start();
        Attempt attempt = attempt(run);

        put(run, attempt, DATA, attempt.key());
        assertThat(heard.next()).isEqualTo("acknowledged");
        insert(run, attempt);
        assertThat(heard.next()).isEqualTo("arrived");

        RunRecord record = run.finish();
        assertThat(record.verdict()).as(record.reasons().toString()).isEqualTo(Verdict.PASS);
        assertThat(record.counts().onTime()).isEqualTo(1);
        assertThat(record.counts().addUp()).isTrue();
        assertThat(run.finish()).isSameAs(record);
    }

    @Test
    void aRecordThatNeverArrivesIsMissedAtItsDeadlineAndLostAtTheEnd() throws InterruptedException {
        Run run = start();
        Attempt attempt = attempt(run);

        put(run, attempt, DATA, attempt.key());

        assertThat(heard.next()).isEqualTo("acknowledged");
        assertThat(heard.next()).isEqualTo("missed");
        RunRecord record = run.finish();
        assertThat(record.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(record.counts().lost()).isEqualTo(1);
    }

    @Test
    void whatKinesisWouldRefuseNeverLeaves() throws InterruptedException {
        Run run = start("plumbline.kinesis.maxRecordBytes", "100");

        put(run, attempt(run), new byte[98], "key");
        put(run, attempt(run), DATA, "");
        put(run, attempt(run), DATA, "k".repeat(257));
        run.put(List.of(Draft.failed(attempt(run), "body: no attribute named 'tenant' is defined")), ONE, heard);

        assertThat(List.of(heard.next(), heard.next(), heard.next(), heard.next()))
                .containsExactly(
                        "refused: the record has 101 bytes with its key, plumbline.kinesis.maxRecordBytes is 100",
                        "refused: the partition key has 0 characters, Kinesis takes 1 to 256",
                        "refused: the partition key has 257 characters, Kinesis takes 1 to 256",
                        "refused: body: no attribute named 'tenant' is defined");
        RunRecord record = run.finish();
        assertThat(record.counts().rejected()).isEqualTo(4);
        assertThat(record.counts().intended()).isEqualTo(4);
    }

    @Test
    void whatStaysThrottledIsRejectedAfterItsLastAttempt() throws InterruptedException, IOException {
        throttled = true;
        Run run = start("plumbline.results.records", "all");
        Attempt attempt = attempt(run);

        run.put(
                List.of(new Draft(attempt, DATA, Encoding.PLAIN, attempt.key(), null, null)),
                new PutOptions(false, 2, null),
                heard);

        for (int i = 0; i < 3; i++) {
            assertThat(heard.next()).startsWith("refused: Rate exceeded");
        }
        RunRecord record = run.finish();
        assertThat(record.counts().rejected()).isEqualTo(1);
        try (InputStream lines =
                new GZIPInputStream(Files.newInputStream(results.resolve("test").resolve("records.ndjson.gz")))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8)).contains("\"attempts\":3");
        }
    }

    @Test
    void onceTheLoadIsStoppedNothingIsPutAgain() throws InterruptedException {
        throttled = true;
        Run run = start(
                "plumbline.guard.kill.throttleRatio", "50 %",
                "plumbline.guard.kill.calls", "6",
                "plumbline.arrival.within", "1 minute");
        PutOptions retried = new PutOptions(false, 6, null);
        Attempt waiting = attempt(run);
        run.put(List.of(new Draft(waiting, DATA, Encoding.PLAIN, waiting.key(), null, null)), retried, heard);
        for (int i = 0; i < 5; i++) {
            assertThat(heard.next()).startsWith("refused: Rate exceeded");
        }
        assertThat(run.isStopped()).isFalse();

        Attempt last = attempt(run);
        run.put(List.of(new Draft(last, DATA, Encoding.PLAIN, last.key(), null, null)), retried, heard);
        assertThat(heard.next()).startsWith("refused: Rate exceeded");

        assertThat(heard.next()).startsWith("refused: the load was stopped: 6 of 6 calls were throttled");
        RunRecord record = run.finish();
        assertThat(record.counts().rejected()).isEqualTo(2);
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons()).anyMatch(reason -> reason.startsWith("the load was stopped: "));
    }

    @Test
    void aBatchGoesInAsFewRequestsAsTheLimitsAllow() {
        Run run = start("plumbline.kinesis.maxRequestBytes", "5000", "plumbline.kinesis.maxRecordBytes", "4000");

        // With their keys: 500 × 3 bytes, 2 × 3 bytes; 1 and 3,001 bytes twice, of which 5,000 bytes hold one.
        assertThat(requests(run, 502, number -> 2)).containsExactlyInAnyOrder(500, 2);
        assertThat(requests(run, 4, number -> number % 2 == 0 ? 0 : 3_000)).containsExactlyInAnyOrder(3, 1);
        assertThat(requests(run, 3, number -> 4_000)).containsExactlyInAnyOrder(3);

        RunRecord record = run.finish();
        assertThat(record.counts().untimed()).isEqualTo(506);
        assertThat(record.counts().rejected()).isEqualTo(3);
    }

    /** How many records were told of at a time, when all were. */
    private static List<Integer> requests(Run run, int records, IntUnaryOperator bytes) {
        BlockingQueue<PutAnswer> answers = new LinkedBlockingQueue<>();
        List<Draft> drafts = new ArrayList<>();
        for (Attempt attempt : run.attempts(records, 1, Expectation.NOTHING_SAID)) {
            drafts.add(new Draft(attempt, new byte[bytes.applyAsInt(drafts.size())], Encoding.PLAIN, "k", null, null));
        }
        run.put(drafts, new PutOptions(true, 0, null), new Heard() {
            @Override
            public void answered(PutAnswer answer) {
                answers.add(answer);
            }
        });
        List<Integer> sizes = new ArrayList<>();
        while (sizes.stream().mapToInt(Integer::intValue).sum() < records) {
            try {
                sizes.add(answers.take().records().size());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return sizes;
    }

    @Test
    void beyondTheCapRecordsAreNotSentAndTheRunIsInvalid() throws InterruptedException {
        maxInFlight = 2;
        Run run = start();
        Attempt first = attempt(run);
        put(run, first, DATA, first.key());
        Attempt second = attempt(run);
        put(run, second, DATA, second.key());
        assertThat(run.attempts(1, 1, Expectation.arrival(1))).isEmpty();
        assertThat(List.of(heard.next(), heard.next())).containsOnly("acknowledged");
        insert(run, first);
        assertThat(heard.next()).isEqualTo("arrived");
        Attempt third = attempt(run);
        put(run, third, DATA, third.key());

        RunRecord record = run.finish();

        assertThat(record.counts().unsent()).isEqualTo(1);
        assertThat(record.counts().intended()).isEqualTo(4);
        assertThat(record.counts().addUp()).isTrue();
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons())
                .contains("1 record not sent: 2 were on their way already (plumbline.load.maxInFlight)");
    }

    @Test
    void aBodyThatCannotCarryTheDigestItAsksForNeverLeaves() throws InterruptedException {
        Run run = start();

        put(run, attempt(run), Digest.PLACEHOLDER.getBytes(StandardCharsets.UTF_8), "key");

        assertThat(heard.next()).isEqualTo("refused: body: #{trace.digest} needs a JSON object with traceId");
        assertThat(run.finish().causes().get("rejected")).containsOnly(Map.entry("not sent", 1L));
    }

    @Test
    void aBodyIsCompressedWithItsDigestInItAndSoAreTheControls() throws InterruptedException, IOException {
        Run run = start();
        Attempt attempt = attempt(run);
        byte[] body = "{\"traceId\":\"%s\",\"data\":{\"m\":1},\"digest\":\"%s\"}"
                .formatted(attempt.traceId(), Digest.PLACEHOLDER)
                .getBytes(StandardCharsets.UTF_8);

        run.put(List.of(new Draft(attempt, body, Encoding.GZIP, attempt.key(), null, null)), ONE, heard);
        assertThat(heard.next()).isEqualTo("acknowledged");
        run.finish();

        List<JsonNode> sent = new ArrayList<>();
        for (byte[] gzip : onTheWire) {
            sent.add(new JsonMapper().readTree(Gzip.expand(gzip, 1_000)));
        }
        // The record, two controls sent twice and two that were altered.
        assertThat(sent).hasSize(7);
        assertThat(sent).filteredOn(RunTest::isWhole).hasSize(5);
    }

    private static boolean isWhole(JsonNode sent) {
        return Digest.matches(
                sent.path("digest").asText(),
                sent.path("traceId").asText(),
                null,
                sent.path("data").toString());
    }

    @Test
    void aRunThatSentNothingIsInvalid() {
        RunRecord record = start().finish();

        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons()).containsExactly("nothing was sent");
    }

    @Test
    void aRunThatPutsNothingIsJudgedByWhatWasSetForItWhereSomethingElseWentWell() {
        Run run = start();
        run.called("Query", 1_000, true);

        RunRecord record = run.finish();

        assertThat(record.reasons()).isEmpty();
        assertThat(record.verdict()).isEqualTo(Verdict.PASS);
        assertThat(record.counts().intended()).isZero();
        assertThat(record.slo()).extracting(slo -> slo.result().name()).contains("NOT_JUDGED");
    }

    @Test
    void watchedIdsOfAnyRunStandOutsideOfTheAccount() throws InterruptedException {
        Run run = start();
        Watched seen = new Watched();
        Watched never = new Watched();
        run.watch("order-1", clock.nowMicros(), seen);
        Watch given = run.watch("order-2", clock.nowMicros(), never);
        table.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("run_id", "of another run", "trace_id", "order-1"))
                .build());

        assertThat(seen.news.take()).isEqualTo("arrived");
        run.giveUp(given);
        assertThat(never.news.take()).isEqualTo("missed");

        RunRecord record = run.finish();
        assertThat(record.verdict()).as(record.reasons().toString()).isEqualTo(Verdict.PASS);
        assertThat(record.watched().seen()).isEqualTo(1);
        assertThat(record.watched().notSeen()).isEqualTo(1);
        assertThat(record.watched().latency().count()).isEqualTo(2);
        assertThat(record.watched().latency().min().lower()).isNotNull();
        assertThat(record.watched().latency().max().point())
                .as("one was not seen")
                .isNull();
        assertThat(record.counts().intended()).isZero();
        assertThat(record.counts().foreign()).isZero();
    }

    @Test
    void aWatchedIdThatNoPollLookedForMakesTheRunInvalid() {
        Run run = start("plumbline.bigquery.pollInterval", "1 minute");
        run.called("Query", 1_000, true);
        run.giveUp(run.watch("order-1", clock.nowMicros(), new Watched()));

        RunRecord record = run.finish();
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons())
                .containsExactly("no poll was answered in time for 1 watched ids: polls are further apart");
        assertThat(record.watched().notSeen()).isEqualTo(1);
        assertThat(record.watched().latency().min())
                .as("nobody looked for it")
                .isEqualTo(new RunRecord.Bounded(0.0, null, null));
    }

    @Test
    void whereNobodyLooksForArrivalsATableIsLookedAtOnlyIfItIsNamed() throws InterruptedException {
        for (String table : List.of("p.d.events", "")) {
            Run run = start(Set.of(Need.PUT), "plumbline.bigquery.table", table);
            Attempt attempt = run.attempts(1, 1, Expectation.NOTHING_SAID).get(0);
            put(run, attempt, DATA, attempt.key());
            assertThat(heard.next()).isEqualTo("acknowledged");

            RunRecord record = run.finish();
            assertThat(record.verdict()).as(record.reasons().toString()).isEqualTo(Verdict.PASS);
            assertThat(record.counts().untimed()).isEqualTo(1);
            assertThat(record.counts().foreign()).isEqualTo(table.isEmpty() ? null : 0L);
            assertThat(record.polling().queries() > 0).isEqualTo(!table.isEmpty());
            assertThat(record.controls())
                    .allMatch(control -> control.note().equals("no table was looked at") == table.isEmpty());
        }
    }

    @Test
    void anInterruptedRunSendsNothingMoreAndCallsNothingLost() throws InterruptedException {
        Run run = start();
        Attempt first = attempt(run);
        put(run, first, DATA, first.key());
        assertThat(heard.next()).isEqualTo("acknowledged");

        RunRecord record = run.interrupt("somebody stopped it");
        assertThat(heard.next()).isEqualTo("missed");
        Attempt second = attempt(run);
        put(run, second, DATA, second.key());

        assertThat(heard.next()).isEqualTo("refused: the run was interrupted");
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons()).anyMatch(reason -> reason.contains("somebody stopped it"));
        assertThat(record.counts().unresolved()).isEqualTo(1);
        assertThat(record.counts().lost()).isZero();
        assertThat(run.finish()).isSameAs(record);
    }

    @Test
    void aLoadOutsideTheAccountingMakesItInvalidAndStrandsNobody() throws InterruptedException {
        Run run = start("plumbline.arrival.drain", "500 ms", "plumbline.arrival.within", "1 hour");
        Attempt waiting = attempt(run);
        put(run, waiting, DATA, waiting.key());
        assertThat(heard.next()).isEqualTo("acknowledged");

        Thread accounting = new Thread(run::finish);
        accounting.start();
        Attempt late = attempt(run);
        assertThat(heard.next()).isEqualTo("missed");
        put(run, late, DATA, late.key());

        assertThat(heard.next()).startsWith("refused: records were put after the last load");
        accounting.join();
    }

    @Test
    void whatIsPutAfterTheJudgementTakesTheTrustFromIt() throws IOException, InterruptedException {
        Run run = start();
        Attempt first = attempt(run);
        put(run, first, DATA, first.key());
        assertThat(heard.next()).isEqualTo("acknowledged");
        insert(run, first);
        assertThat(heard.next()).isEqualTo("arrived");
        assertThat(run.finish().verdict()).isEqualTo(Verdict.PASS);

        Attempt late = attempt(run);
        put(run, late, DATA, late.key());
        assertThat(heard.next()).startsWith("refused: records were put after the last load");

        assertThat(run.end("it ended").verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Files.readString(results.resolve("test").resolve("run.json")))
                .contains("\"INVALID\"");
    }

    @Test
    void resultsThatCannotBeWrittenMakeItInvalid() throws IOException {
        Run run = start();
        Path folder = results.resolve("test");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);

        RunRecord record = run.finish();

        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons()).anyMatch(reason -> reason.startsWith("the results could not be written to "));
    }

    @Test
    void theLastOfSeveralLoadsIsTold() {
        Run run = start();
        run.expectLoad();
        run.expectLoad();

        assertThat(run.loadEnded()).isFalse();
        assertThat(run.loadEnded()).isTrue();
        run.finish();
    }

    @Test
    void whatIsMissingIsToldAtOnceAndNothingIsWritten() {
        assertThatThrownBy(() ->
                        start("plumbline.kinesis.stream", "nowhere", "plumbline.columns.lambdaDone", "finished_at"))
                .isInstanceOfSatisfying(StartFailure.class, failure -> assertThat(failure.problems())
                        .hasSize(2)
                        .anyMatch(problem -> problem.contains("stream nowhere"))
                        .anyMatch(problem -> problem.contains("`finished_at`")));
    }

    private Run start(String... more) {
        return start(Set.of(Need.PUT, Need.ARRIVAL), more);
    }

    private Run start(Set<Need> needs, String... more) {
        TestSettings settings = TestSettings.forPipeline(kinesisServer.uri(), bigqueryServer.uri())
                .with("plumbline.results.dir", results.toString())
                .with("plumbline.bigquery.pollInterval", "50 ms")
                .with("plumbline.arrival.within", "2 s")
                .with("plumbline.arrival.drain", "1 s");
        for (int i = 0; i < more.length; i += 2) {
            settings.with(more[i], more[i + 1]);
        }
        return RunStart.start(settings.loader(), needs, "RunTest", maxInFlight, Schedule.notKnown("nobody planned"));
    }

    private static Attempt attempt(Run run) {
        return run.attempts(1, 1, Expectation.arrival(1)).get(0);
    }

    private void put(Run run, Attempt attempt, byte[] body, String key) {
        run.put(List.of(new Draft(attempt, body, Encoding.PLAIN, key, null, null)), ONE, heard);
    }

    private void insert(Run run, Attempt attempt) {
        table.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("run_id", run.token(), "trace_id", attempt.traceId()))
                .build());
    }

    private static final class Watched implements Watches.Watcher {

        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @Override
        public void arrived(Arrival arrival) {
            news.add("arrived");
        }

        @Override
        public void missed(boolean lookedFor) {
            news.add("missed");
        }
    }

    private static class Heard implements PutListener {

        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return news.take();
        }

        @Override
        public void answered(PutAnswer answer) {
            PutOutcome outcome = answer.outcomes().get(0);
            news.add(
                    outcome instanceof PutOutcome.Refused refused
                            ? "refused: " + refused.message()
                            : outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public void arrived(Sent sent, Arrival arrival) {
            news.add("arrived");
        }

        @Override
        public void missed(Sent sent, long atMicros) {
            news.add("missed");
        }
    }
}
