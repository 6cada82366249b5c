package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.TestSettings;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.bigquery.RowsToInsert;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings.TableName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import local.LocalPipeline;
import local.LocalSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The guard over real sockets, against one stand-in for all rules: each stops the start before any record leaves, as the
 * stand-in's truth says, and lets records arrive once it is overridden on purpose.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedRunTest {

    private static final String TARGET = "000000000000/local-stream/local-project.local_dataset.events";
    private static final Schedule UNPLANNED = Schedule.notKnown("nobody planned");

    @TempDir
    static Path results;

    private LocalPipeline pipeline;
    private int runs;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        pipeline = new LocalPipeline(LocalSettings.of(new Properties()));
        // So that there are rows of others.
        passes(Map.of());
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    /** Each is but one setting away from what {@link #passes} lets go. */
    @ParameterizedTest
    @CsvSource({
        "accounts, ''",
        "projects, ''",
        "tag, team=nobody",
        "deny, local",
        "foreignTraffic, refuse",
        "confirm, ''",
        "confirm, 000000000000/local-stream/local-project.local_dataset.others"
    })
    void aRuleStopsBeforeAnyRecordLeaves(String rule, String value) {
        long before = pipeline.truth().accepted();

        StartFailure refused = catchThrowableOfType(
                StartFailure.class, () -> run(Map.of("plumbline.guard." + rule, value), UNPLANNED));

        assertThat(refused.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.startsWith("plumbline.guard." + rule + ": "));
        assertThat(pipeline.truth().accepted()).isEqualTo(before);
    }

    @Test
    void aLoadThatTurnsOutBeyondACapIsStoppedAndAccountedFor() throws InterruptedException {
        long before = pipeline.truth().accepted();
        Run run = run(Map.of("plumbline.guard.maxRecords", "2"), UNPLANNED);
        CountDownLatch followed = new CountDownLatch(1);
        run.whenStopped(followed::countDown);

        for (int i = 0; i < 3; i++) {
            put(run, new Heard());
        }
        followed.await();

        RunRecord record = run.finish();
        assertThat(run.isStopped()).isTrue();
        assertThat(pipeline.truth().accepted()).isEqualTo(before + 2);
        assertThat(record.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(record.reasons())
                .containsExactly("the load was stopped: it had 2 records (plumbline.guard.maxRecords)");
        assertThat(record.counts().onTime()).isEqualTo(2);
        assertThat(record.counts().rejected()).isEqualTo(1);
    }

    @Test
    void whatMayGoWithoutATagOrWithADeniedWordIsNamed() throws InterruptedException {
        passes(Map.of(
                "plumbline.guard.tag", "team=nobody",
                "plumbline.guard.untagged", "local-stream, local-project.local_dataset.events",
                "plumbline.guard.deny", "local",
                "plumbline.guard.denyExcept", "local-stream, local-project.local_dataset.events"));
    }

    @Test
    void aPlannedLoadBeyondACapDoesNotStart() {
        Schedule planned = new Schedule();
        planned.plan(1_000, Duration.ofSeconds(10), () -> 100);
        long before = pipeline.truth().accepted();

        StartFailure refused = catchThrowableOfType(
                StartFailure.class,
                () -> run(
                        Map.of(
                                "plumbline.guard.maxRate", "99",
                                "plumbline.guard.maxRecords", "999",
                                "plumbline.guard.maxDuration", "9 s"),
                        planned));

        assertThat(refused.problems()).hasSize(3);
        assertThat(pipeline.truth().accepted()).isEqualTo(before);
    }

    @Test
    void onThisMachineItIsAskedOnlyIfItIsToBe() throws InterruptedException {
        passes(Map.of(
                "plumbline.guard.applies", "remote",
                "plumbline.guard.accounts", "",
                "plumbline.guard.confirm", ""));
    }

    @Test
    void ofAFunctionAloneItAsksTheSame() {
        StartFailure refused = catchThrowableOfType(
                StartFailure.class,
                () -> RunStart.start(
                        settings(Map.of("plumbline.guard.accounts", "", "plumbline.guard.tag", "team=nobody"))
                                .loader(),
                        Set.of(Need.INVOKE),
                        "GuardedRunTest",
                        1_000,
                        UNPLANNED));

        assertThat(refused.problems())
                .satisfiesExactly(
                        account -> assertThat(account)
                                .contains("the AWS account of function local-function, …0000, is not"),
                        tag -> assertThat(tag).contains("function local-function has no tag team"),
                        target -> assertThat(target).contains("PLUMBLINE_CONFIRM='…0000/local-function/-'"));
    }

    @Test
    void rowsOfOthersStopALoadInItsMidst() throws InterruptedException {
        Run run = run(
                Map.of("plumbline.guard.kill.foreignRows", "0", "plumbline.guard.kill.window", "1 hour"), UNPLANNED);
        CountDownLatch followed = new CountDownLatch(1);
        run.whenStopped(followed::countDown);

        followed.await();

        assertThat(run.finish().reasons())
                .anyMatch(reason ->
                        reason.matches("the load was stopped: [\\d,]+ rows that are not this run's came into the"
                                + " table within 3,600 s, more than plumbline.guard.kill.foreignRows"));
    }

    @Test
    void invocationsCountToo() {
        Run run = RunStart.start(
                settings(Map.of(
                                "plumbline.guard.maxRecords", "1",
                                "plumbline.guard.confirm", "000000000000/local-function/-"))
                        .loader(),
                Set.of(Need.INVOKE),
                "GuardedRunTest",
                1_000,
                UNPLANNED);

        byte[] noRecords = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);
        assertThat(run.invoke(noRecords, false).toCompletableFuture().join())
                .isInstanceOf(InvokeOutcome.Answered.class);
        assertThat(run.invoke(noRecords, false).toCompletableFuture().join())
                .isEqualTo(new InvokeOutcome.Failed(
                        Optional.empty(),
                        "not sent",
                        "the load was stopped: it had 1 record (plumbline.guard.maxRecords)"));
        run.finish();
    }

    @Test
    void rowsGoIntoNoOtherTableThatIsNotAllowed() {
        Run run = RunStart.start(
                settings(Map.of("plumbline.guard.confirm", "-/-/local-project.local_dataset.events"))
                        .loader(),
                Set.of(Need.BIGQUERY),
                "GuardedRunTest",
                1_000,
                UNPLANNED);

        assertThat(insert(run, new TableName("local-project", "local_dataset", "events_live")))
                .isInstanceOfSatisfying(CallFailure.class, refused -> {
                    assertThat(refused.code()).isEqualTo("not sent");
                    assertThat(refused.message())
                            .startsWith("plumbline.guard.deny: table local-project.local_dataset.events_live");
                });
        assertThat(insert(run, new TableName("local-project", "local_dataset", "events")))
                .isEqualTo(new InsertOutcome.Answered(0, "[]", Optional.empty()));
        run.finish();
    }

    private static InsertOutcome insert(Run run, TableName table) {
        return run.bigquery()
                .insert(new RowsToInsert(table, List.of("{\"trace_id\":\"a\"}"), true, false))
                .toCompletableFuture()
                .join();
    }

    /** A run of one record, which arrives. */
    private void passes(Map<String, String> more) throws InterruptedException {
        long before = pipeline.truth().accepted();
        Run run = run(more, UNPLANNED);
        Heard heard = new Heard();
        put(run, heard);
        assertThat(heard.news.take()).isEqualTo("arrived");
        RunRecord record = run.finish();
        assertThat(record.verdict()).as(record.reasons().toString()).isEqualTo(Verdict.PASS);
        assertThat(record.counts().onTime()).isEqualTo(1);
        assertThat(pipeline.truth().accepted()).isEqualTo(before + 1);
        assertThat(record.settings().toString()).doesNotContain("000000000000");
    }

    private static void put(Run run, Heard heard) {
        Attempt attempt = run.attempts(1, 1, Expectation.arrival(1)).get(0);
        byte[] body = "{\"traceId\":\"%s\",\"data\":{},\"load_test\":{\"test_run_id\":\"%s\",\"key\":\"%s\"}}"
                .formatted(attempt.traceId(), run.token(), attempt.key())
                .getBytes(StandardCharsets.UTF_8);
        run.put(
                List.of(new Draft(attempt, body, Encoding.PLAIN, attempt.key(), null, null)),
                new PutOptions(false, 0, null),
                heard);
    }

    private Run run(Map<String, String> more, Schedule schedule) {
        return RunStart.start(
                settings(more).loader(), Set.of(Need.PUT, Need.ARRIVAL), "GuardedRunTest", 1_000, schedule);
    }

    /** Of a run that may go, unless more of them say otherwise. */
    private TestSettings settings(Map<String, String> more) {
        Map<String, String> here = pipeline.environment();
        TestSettings settings = TestSettings.forPipeline(
                        URI.create(here.get("AWS_ENDPOINT_URL_KINESIS")),
                        URI.create("http://" + here.get("BIGQUERY_EMULATOR_HOST")))
                .with("plumbline.runId", "guarded-" + ++runs)
                .with("plumbline.kinesis.stream", here.get("KINESIS_STREAM_NAME"))
                .with("plumbline.lambda.function", here.get("LAMBDA_FUNCTION_NAME"))
                .with("plumbline.lambda.endpoint", here.get("AWS_ENDPOINT_URL_LAMBDA"))
                .with("plumbline.bigquery.table", "local-project.local_dataset.events")
                .with("plumbline.results.dir", results.toString())
                .with("plumbline.bigquery.pollInterval", "100 ms")
                .with("plumbline.arrival.controls", "none");
        Map<String, String> guard = new LinkedHashMap<>(Map.of(
                "plumbline.guard.applies", "always",
                "plumbline.guard.accounts", "000000000000",
                "plumbline.guard.projects", "local-project",
                "plumbline.guard.foreignTraffic", "allow",
                "plumbline.guard.confirm", TARGET));
        guard.putAll(more);
        guard.forEach(settings::with);
        return settings;
    }

    private static final class Heard implements PutListener {

        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @Override
        public void answered(PutAnswer answer) {}

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
