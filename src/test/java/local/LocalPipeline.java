package local;

import io.plumbline.handler.PipelineHandler;
import io.plumbline.handler.RowProcessor;
import io.plumbline.handler.RowWriter;
import io.plumbline.trace.MicroClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import local.bigquery.BigQueryService;
import local.cloudwatch.CloudWatchService;
import local.cloudwatch.FunctionMetrics;
import local.cloudwatch.MeteredDelivery;
import local.cloudwatch.Metrics;
import local.cloudwatch.StreamMetrics;
import local.faults.Faults;
import local.faults.FaultyBigQuery;
import local.faults.FaultyDelivery;
import local.faults.FaultyPuts;
import local.faults.FaultyRows;
import local.faults.Latency;
import local.faults.PartyClock;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.lambda.EventSourceMapping;
import local.lambda.FanOut;
import local.lambda.LambdaFunction;
import local.lambda.LambdaService;
import local.lambda.MappingSettings;
import local.lambda.MappingSwitch;
import local.shape.Shape;
import local.shape.ShapedFunction;
import local.shape.ShapedRows;
import local.truth.HandOvers;
import local.truth.Truth;

/**
 * The pipeline on this machine: Kinesis, the event source mapping with the reference function, BigQuery, and the truth
 * about what passes through. On start it prints an {@code export NAME=value} line for all that a client has to set, then
 * {@code ready}.
 *
 * <p>Alone, it stays until it is stopped, then writes the truth over all generators that handed over; it also prints where
 * they join it, {@code local.join=http://…}. With {@code --child} it reads what its one generator meant, a line of JSON a
 * record, and at the end of input, which is also the end of its parent, writes the truth and ends.
 */
public final class LocalPipeline implements AutoCloseable {

    private static final String REGION = "eu-central-1";
    private static final String ACCOUNT = "000000000000";
    private static final String STREAM = "local-stream";
    private static final String FUNCTION = "local-function";

    private final Truth truth;
    private final HttpServer kinesisServer;
    private final HttpServer lambdaServer;
    private final HttpServer cloudwatchServer;
    private final HttpServer bigqueryServer;
    private final BigQueryService bigquery;
    private final LocalTables tables;
    private final LambdaService lambda;
    private final EventSourceMapping mapping;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(LocalPipeline::daemon);

    public LocalPipeline(LocalSettings settings) throws IOException {
        MicroClock clock = MicroClock.startingNow();
        PartyClock awsClock = settings.clock("aws", clock);
        PartyClock lambdaClock = settings.clock("lambda", clock);
        PartyClock googleClock = settings.clock("gcp", clock);
        Faults faults = settings.faults();
        MappingSettings mappingSettings = settings.mapping();
        boolean limits = settings.onOff("local.limits", true);
        int shards = (int) settings.number("local.shards", 1, 1, 500);
        int kinesisMegabytes = (int) settings.number("local.kinesis.megabytes", 128, 1, 1 << 20);
        int bigqueryMegabytes = (int) settings.number("local.bigquery.megabytes", 256, 64, 1 << 20);
        int concurrency = (int) settings.number("local.lambda.concurrency", 10, 1, 1_000);
        Latency putLatency = settings.latency("put");
        Latency deliverLatency = settings.latency("deliver");
        Latency functionLatency = settings.latency("function");
        Latency insertLatency = settings.latency("insert");
        Latency queryLatency = settings.latency("query");
        Latency mappingLatency = settings.latency("mapping", "200ms");
        Map<String, Integer> rowsByLevel = settings.rowsByLevel();
        Map<String, String> tablesByLevel = settings.tablesByLevel();
        String idType = settings.traceIdType();
        Shape shape = settings.shape();
        String project = settings.text("local.bigquery.project", "local-project");
        String location = settings.text("local.bigquery.location", "US");
        Map<String, String> tags = settings.tags();
        boolean cloudwatch = settings.onOff("local.cloudwatch", true);
        Duration cloudwatchDelay = settings.cloudwatchDelay();
        settings.text("local.truth", "");
        settings.refuseUnknown();

        truth = new Truth(clock, lambdaClock::toTrue, googleClock::toTrue);
        bigquery = new BigQueryService(
                BigQueryService.Options.within(bigqueryMegabytes, 2).in(location),
                googleClock::nowMicros,
                new ShapedRows(shape, truth),
                new FaultyBigQuery(faults, truth, insertLatency, queryLatency));
        bigqueryServer = HttpServer.start("bigquery", bigquery);
        tables = LocalTables.create(bigqueryServer.uri(), project, shape, tablesByLevel, idType, tags);

        KinesisStreams streams = new KinesisStreams(REGION, ACCOUNT, awsClock, limits, (long) kinesisMegabytes << 20);
        KinesisStream stream = streams.create(STREAM, shards, tags);
        RowWriter rows = new FanOut(
                new FaultyRows(
                        tables.writer(),
                        faults,
                        truth,
                        (delay, task) -> later.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS)),
                rowsByLevel);
        RowProcessor work = read -> {
            pause(functionLatency.next());
            return read;
        };
        Metrics metrics = new Metrics(awsClock, cloudwatchDelay);
        cloudwatchServer = HttpServer.start("cloudwatch", new CloudWatchService(metrics, cloudwatch));
        StreamMetrics streamMetrics = new StreamMetrics(metrics);
        FunctionMetrics functionMetrics = new FunctionMetrics(metrics, FUNCTION);
        LambdaFunction function = new LambdaFunction(
                FUNCTION,
                concurrency,
                () -> ShapedFunction.of(shape, new PipelineHandler(lambdaClock, work, rows)),
                functionMetrics);
        MappingSwitch power = new MappingSwitch(mappingLatency::next, truth);
        lambda = new LambdaService(function, stream, mappingSettings, tags, power);
        lambdaServer = HttpServer.start("lambda", lambda);
        mapping = new EventSourceMapping(
                stream,
                mappingSettings,
                payload -> {
                    pause(deliverLatency.next());
                    return function.invoke(payload);
                },
                new MeteredDelivery(
                        new FaultyDelivery(faults, truth),
                        metrics,
                        streamMetrics,
                        STREAM,
                        functionMetrics,
                        LambdaService.MAPPING_ID),
                clock,
                power);
        kinesisServer = HttpServer.start(
                "kinesis", new KinesisService(streams, new FaultyPuts(faults, truth), putLatency::next, streamMetrics));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "later");
        thread.setDaemon(true);
        return thread;
    }

    private static void pause(Duration time) {
        if (!time.isZero()) {
            long end = System.nanoTime() + time.toNanos();
            for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /** What a client has to set. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_REGION", REGION);
        environment.put("AWS_ENDPOINT_URL_KINESIS", kinesisServer.uri().toString());
        environment.put("AWS_ENDPOINT_URL_LAMBDA", lambdaServer.uri().toString());
        environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", cloudwatchServer.uri().toString());
        environment.put("KINESIS_STREAM_NAME", STREAM);
        environment.put("LAMBDA_FUNCTION_NAME", FUNCTION);
        environment.putAll(tables.environment());
        return environment;
    }

    public Truth truth() {
        return truth;
    }

    @Override
    public void close() {
        kinesisServer.close();
        mapping.close();
        lambdaServer.close();
        lambda.close();
        later.shutdownNow();
        cloudwatchServer.close();
        bigqueryServer.close();
        bigquery.close();
    }

    public static void main(String[] arguments) throws Exception {
        boolean child = List.of(arguments).contains("--child");
        LocalPipeline pipeline;
        try {
            pipeline = new LocalPipeline(LocalSettings.of(System.getProperties()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        pipeline.environment().forEach((name, value) -> System.out.println("export " + name + "=" + value));
        HandOvers handOvers = new HandOvers(pipeline.truth());
        if (!child) {
            System.out.println("export AWS_ACCESS_KEY_ID=local");
            System.out.println("export AWS_SECRET_ACCESS_KEY=local");
            HandOverServer server = HandOverServer.start(pipeline.environment(), handOvers);
            System.out.println(LocalStandIn.JOIN + "=" + server.uri());
        }
        System.out.println("ready");
        System.out.flush();
        if (child) {
            handOvers.take(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            write(handOvers);
            // Not by closing: whoever waits for this process is waiting for the truth only. Nor by halting: DuckDB's 70
            // MB
            // of native code, a file in the folder for temporary ones, are deleted at a regular exit.
            System.exit(0);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(handOvers)));
        Thread.currentThread().join();
    }

    private static void write(HandOvers handOvers) {
        String path = System.getProperty("local.truth", "");
        if (path.isEmpty()) {
            return;
        }
        try {
            handOvers.write(Path.of(path));
        } catch (IOException e) {
            System.err.println("The truth cannot be written to " + path + ": " + e);
        }
    }
}
