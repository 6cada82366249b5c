package io.plumbline.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.TestSettings;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.PagePlan;
import io.plumbline.arrival.PollPlan;
import io.plumbline.arrival.PollSchedule;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.Watches;
import io.plumbline.arrival.WindowPlan;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerOwner;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.RunRecord;
import io.plumbline.settings.Settings;
import io.plumbline.trace.Digest;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import local.VirtualPath;
import local.VirtualPipeline;
import local.World;
import local.http.HttpResponse;
import local.truth.TruthFile;

/** A run against the stand-in's parts, all of it in virtual time: seconds of load in milliseconds, the same each time. */
final class VirtualRun {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ROUND_TRIP = Duration.ofMillis(12);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration WITHIN = Duration.ofSeconds(8);
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private final World world = new World();
    private final Settings settings = TestSettings.forPipeline(NOWHERE, NOWHERE)
            .with("plumbline.arrival.within", WITHIN.toMillis() + " ms")
            .settings();
    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final PartitionKeys keys = new PartitionKeys(0, 8);
    private final PollStatistics statistics = new PollStatistics();
    private final Clocks clocks = new Clocks();
    private final Troubles troubles = new Troubles();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final VirtualPath pipeline;
    private final ArrivalSource table;
    private final Controls controls;
    private final Measurements measurements;
    private final Ledger ledger;
    private final Owner owner;
    private final Poller poller;
    private final PollSchedule schedule;
    private final GeneratorHealth health;
    private final RunContext context;
    private LongFunction<Expectation> expectations = number -> Expectation.arrival(1);
    private Duration within = WITHIN;
    private Duration drain = DRAIN;
    private int failures;
    private boolean over;

    /** How a run came out, and how it really was. */
    record Outcome(RunRecord run, JsonNode truth, List<Settled> settled) {}

    /** @param pipelineSettings of the stand-in, by their names */
    VirtualRun(Map<String, String> pipelineSettings) {
        this(pipelineSettings, UnaryOperator.identity());
    }

    /** @param between the table and those who ask it */
    VirtualRun(Map<String, String> pipelineSettings, UnaryOperator<ArrivalSource> between) {
        this(
                world -> new VirtualPipeline(world, pipelineSettings),
                pipelineSettings.getOrDefault("local.seed", "1").hashCode(),
                between);
    }

    /** @param seed of the polls' jitter */
    VirtualRun(Function<World, VirtualPath> path, long seed, UnaryOperator<ArrivalSource> between) {
        pipeline = path.apply(world);
        table = between.apply(new VirtualTable(world, pipeline, ids.runToken()));
        controls = new Controls(settings.arrival().controls(), table.evidence(), ids);
        measurements =
                new Measurements(world.nowMicros(), ids, clocks, (state, rows) -> false, outcome -> {}, List.of());
        ledger = new Ledger(
                record -> {
                    settled.add(record);
                    measurements.settled(record);
                },
                e -> {
                    throw e;
                });
        owner = new Owner(ledger);
        health = new GeneratorHealth(new IdleMachine(), ledger::openCount);
        poller = new Poller(plan(), ids, clocks, seen -> seen.forEach(ledger::seen), controls::seen);
        schedule = new PollSchedule(settings.bigquery().pollInterval(), new Random(seed));
        context = new RunContext(
                settings,
                "VirtualRun",
                Integer.MAX_VALUE,
                world.nowMicros(),
                world,
                clocks,
                ids,
                null,
                EarlierRuns.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                null,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private PollPlan plan() {
        PagePlan pages = new PagePlan(table, statistics, world, new PagePlan.Unseen(ledger::openCount, this::unseen));
        return table.evidence().runIds() && table.evidence().insertStamps()
                ? new WindowPlan(table, statistics, world, pages)
                : pages;
    }

    private List<String> unseen() {
        return Stream.concat(
                        controls.unseen().stream(), ledger.unseen().stream().map(ids::load))
                .toList();
    }

    /** Waits for so long for a record, and so long after the load. */
    VirtualRun waiting(Duration forEach, Duration atTheEnd) {
        within = forEach;
        drain = atTheEnd;
        return this;
    }

    /** Records by their numbers are to become that; a record that is to have n rows has {@code ROWSn} for its log level. */
    VirtualRun expecting(LongFunction<Expectation> each) {
        expectations = each;
        return this;
    }

    /** Sends so many records, evenly over the time, then drains, audits and judges. */
    Outcome run(int records, Duration load) {
        Duration gap = load.dividedBy(records);
        for (int i = 0; i < records; i++) {
            world.after(gap.multipliedBy(i), this::send);
        }
        world.after(Duration.ZERO, this::poll);
        health.loadBegan(world.nowMicros());
        world.after(LOOK, this::look);
        world.pass(load);
        long loadEnd = world.nowMicros();
        health.loadEnded(loadEnd);
        while (ledger.openCount() > 0 && world.nowMicros() - loadEnd < drain.toNanos() / 1_000) {
            world.pass(Duration.ofMillis(50));
        }
        over = true;
        long drainEnd = world.nowMicros();
        Findings findings = new Audit(table, poller, statistics, ids, owner, controls).run(sent.size(), false);
        if (findings.complete()) {
            measurements.audited(findings.rows(), ledger);
        }
        ledger.close(findings.complete(), world.nowMicros());
        RunRecord record = new Conclusion(
                        context,
                        ledger,
                        measurements,
                        statistics,
                        findings,
                        controls.judge(findings.controls()),
                        health,
                        Schedule.notKnown("the load has none"),
                        0,
                        new CallTimes(),
                        Watches.Count.NONE,
                        troubles,
                        null)
                .concluded(loadEnd, drainEnd)
                .run();
        return new Outcome(record, truth(), settled);
    }

    private void send() {
        long number = sent.size();
        long now = world.nowMicros();
        Expectation expected = expectations.apply(number);
        Sent record =
                new Sent(number, now, now + within.toNanos() / 1_000, expected.timed(), Sent.NO_PLAN, expected.rows());
        sent.add(record);
        ledger.register(record, null);
        byte[] body = body(number, expected.rows());
        controls.plant(body, () -> ids.load(number), keys.key(number), this::putControl);
        CompletableFuture<PutOutcome> put = put(Digest.seal(body), keys.key(number));
        put.thenAccept(outcome -> ended(number, outcome));
        world.after(ATTEMPT_TIMEOUT, () -> put.complete(new PutOutcome.Unanswered("timeout", "no answer")));
    }

    private CompletableFuture<PutOutcome> putControl(byte[] data, String key) {
        return put(data, key);
    }

    private CompletableFuture<PutOutcome> put(byte[] data, String key) {
        CompletableFuture<PutOutcome> outcome = new CompletableFuture<>();
        pipeline.put(data, key).thenAccept(answer -> world.after(ROUND_TRIP, () -> outcome.complete(outcome(answer))));
        return outcome;
    }

    private static PutOutcome outcome(HttpResponse answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return answer.status() == 200
                    ? new PutOutcome.Acknowledged(
                            body.path("SequenceNumber").asText(),
                            body.path("ShardId").asText())
                    : new PutOutcome.Refused(
                            body.path("__type").asText(), body.path("message").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(long number, PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Acknowledged acknowledged) {
            ledger.acknowledged(number, world.nowMicros(), acknowledged.sequenceNumber());
        } else if (outcome instanceof PutOutcome.Refused refused) {
            ledger.refused(number, refused.code() + ": " + refused.message());
        } else {
            ledger.unanswered(number, "timeout: no answer");
        }
    }

    private byte[] body(long number, int rows) {
        ObjectNode body = JSON.createObjectNode().put("traceId", ids.load(number));
        body.putObject("data")
                .put("tenant_id", "tenant-" + number % 5)
                .put("log_level", "ROWS" + rows)
                .put("message", "m");
        body.putObject("load_test")
                .put("test_run_id", ids.runToken())
                .put("key", keys.key(number))
                .put("digest", Digest.PLACEHOLDER);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void look() {
        health.looked(world.nowMicros(), world.nowMicros());
        if (!over) {
            world.after(LOOK, this::look);
        }
    }

    private void poll() {
        if (over) {
            return;
        }
        long started = world.nowMicros();
        failures = poller.poll() ? 0 : failures + 1;
        long next = schedule.nextAfter(started, failures);
        ledger.expire(world.nowMicros());
        world.after(Duration.ofNanos(Math.max(0, next - world.nowMicros()) * 1_000), this::poll);
    }

    private JsonNode truth() {
        TruthFile file = new TruthFile(pipeline.truth());
        for (Sent record : sent) {
            file.line("{\"id\":\"%s\",\"sent\":%d,\"deadline\":%d,\"timed\":%s,\"rows\":%d,\"refused\":false}"
                    .formatted(
                            ids.load(record.sequence()),
                            record.sentMicros(),
                            record.deadlineMicros(),
                            record.timed(),
                            record.rows()));
        }
        return file.toJson();
    }

    /** Holds the ledger in the one thread that there is. */
    private record Owner(Ledger ledger) implements LedgerOwner {

        @Override
        public void tell(Consumer<Ledger> entry) {
            entry.accept(ledger);
        }

        @Override
        public <T> CompletableFuture<T> ask(Function<Ledger, T> question) {
            return CompletableFuture.completedFuture(question.apply(ledger));
        }
    }
}
