package io.plumbline.gatling;

import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CoreDsl;
import io.plumbline.PipelineDsl;
import io.plumbline.dsl.LogRecord;
import io.plumbline.ledger.Sent;
import io.plumbline.run.Attempt;
import io.plumbline.run.Draft;
import io.plumbline.trace.Digest;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What making a record of the default body costs, digest included, by each way to write it: run {@code main}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class BodyBenchmark {

    @Param({"ElFileBody", "template", "padded", "json", "gzipped"})
    public String body;

    private final Attempt attempt = new Attempt(
            new Sent(42, 1_700_000_000_123_456L, 0, true), new TraceIds("run", 0), new PartitionKeys(0, 64));
    private RecordTemplate template;
    private Session session;

    @Setup
    public void prepare() {
        GatlingDsl.configure();
        template = RecordTemplate.of(body(), "#{trace.key}", Optional.empty());
        session = RowsTest.session().set("tenant", "tenant-1").set(PutAction.TRACE, new Trace(attempt, "run", 7, 0));
    }

    private Body body() {
        return switch (body) {
            case "template" -> PipelineDsl.logRecord();
            case "padded" -> PipelineDsl.paddedTo(1_000, PipelineDsl.logRecord());
            case "json" -> PipelineDsl.json(BodyBenchmark::map);
            case "gzipped" -> PipelineDsl.gzipped(PipelineDsl.logRecord());
            default -> CoreDsl.ElFileBody(LogRecord.TEMPLATE);
        };
    }

    private static Object map(io.gatling.javaapi.core.Session user) {
        Map<String, Object> trace = user.getMap("trace");
        return Map.of(
                "traceId",
                trace.get("id"),
                "timestamp",
                trace.get("timestamp"),
                "data",
                Map.of("tenant_id", user.getString("tenant"), "message", "Test log message for end-to-end flow"),
                "load_test",
                Map.of("test_run_id", trace.get("run"), "key", trace.get("key"), "digest", trace.get("digest")));
    }

    @Benchmark
    public byte[] make() {
        Draft draft = template.draft(session, attempt, null);
        if (draft.problem() != null) {
            throw new IllegalStateException(draft.problem());
        }
        return draft.encoding().of(Digest.seal(draft.body()));
    }

    public static void main(String[] arguments) throws Exception {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include("\\." + BodyBenchmark.class.getSimpleName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f µs and %.0f bytes allocated a record%n",
                    result.getParams().getParam("body"),
                    result.getPrimaryResult().getScore() / 1e3,
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }
}
