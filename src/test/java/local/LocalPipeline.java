package local;

import io.plumbline.handler.PipelineHandler;
import io.plumbline.trace.MicroClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import local.bigquery.BigQueryService;
import local.faults.FaultKind;
import local.faults.Faults;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.StreamRecord;
import local.lambda.EventSourceMapping;
import local.lambda.LambdaFunction;
import local.lambda.MappingSettings;
import local.truth.Truth;
import local.truth.TruthFile;

/**
 * The pipeline on this machine: Kinesis, the event source mapping with the reference function, BigQuery, and the truth
 * about what passes through. On start it prints an {@code export NAME=value} line for all that a client has to set, then
 * {@code ready}.
 *
 * <p>Alone, it stays until it is stopped. With {@code --child} it reads what the generator meant, a line of JSON a record,
 * and at the end of input, which is also the end of its parent, writes the truth and ends.
 */
public final class LocalPipeline implements AutoCloseable {

    private static final String REGION = "eu-central-1";
    private static final String ACCOUNT = "000000000000";
    private static final String STREAM = "local-stream";
    private static final String FUNCTION = "local-function";
    private static final String PROJECT = "local-project";
    private static final String DATASET = "local_dataset";
    private static final String TABLE = "events";

    private final Truth truth;
    private final HttpServer kinesisServer;
    private final HttpServer bigqueryServer;
    private final BigQueryService bigquery;
    private final EventSourceMapping mapping;

    LocalPipeline(LocalSettings settings) throws IOException {
        Faults faults = settings.faults();
        boolean limits = settings.onOff("local.limits", true);
        int shards = (int) settings.number("local.shards", 1, 1, 500);
        settings.text("local.truth", "");
        settings.refuseUnknown();

        MicroClock clock = MicroClock.startingNow();
        truth = new Truth(clock, lambda -> lambda, bigquery -> bigquery);
        bigquery = new BigQueryService(256, 2, clock::nowMicros, truth);
        bigqueryServer = HttpServer.start("bigquery", bigquery);
        ReferenceTable.create(bigqueryServer.uri(), PROJECT, DATASET, TABLE);

        KinesisStreams streams = new KinesisStreams(REGION, ACCOUNT, clock, limits);
        KinesisStream stream = streams.create(STREAM, shards);
        Map<String, String> tableEnvironment = tableEnvironment(bigqueryServer);
        LambdaFunction function = new LambdaFunction(FUNCTION, () -> new PipelineHandler(clock, tableEnvironment));
        mapping = new EventSourceMapping(
                stream, MappingSettings.DEFAULT, function::invoke, record -> delivers(faults, record));
        kinesisServer = HttpServer.start("kinesis", new KinesisService(streams, truth::attempt));
    }

    private boolean delivers(Faults faults, StreamRecord record) {
        if (faults.strikes(FaultKind.DROP, record.ordinal())) {
            truth.dropped(record);
            return false;
        }
        return true;
    }

    private static Map<String, String> tableEnvironment(HttpServer bigquery) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BIGQUERY_EMULATOR_HOST", "127.0.0.1:" + bigquery.port());
        environment.put("GCP_PROJECT_ID", PROJECT);
        environment.put("BQ_DATASET", DATASET);
        environment.put("BQ_TABLE", TABLE);
        return environment;
    }

    /** What a client has to set. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_REGION", REGION);
        environment.put("AWS_ENDPOINT_URL_KINESIS", kinesisServer.uri().toString());
        environment.put("KINESIS_STREAM_NAME", STREAM);
        environment.put("LAMBDA_FUNCTION_NAME", FUNCTION);
        environment.putAll(tableEnvironment(bigqueryServer));
        return environment;
    }

    Truth truth() {
        return truth;
    }

    @Override
    public void close() {
        kinesisServer.close();
        mapping.close();
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
        if (!child) {
            System.out.println("export AWS_ACCESS_KEY_ID=local");
            System.out.println("export AWS_SECRET_ACCESS_KEY=local");
        }
        System.out.println("ready");
        System.out.flush();
        TruthFile file = new TruthFile(pipeline.truth());
        if (child) {
            readHandOver(file);
            write(file);
            // Not by closing: whoever waits for this process is waiting for the truth only.
            Runtime.getRuntime().halt(0);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
        Thread.currentThread().join();
    }

    private static void readHandOver(TruthFile file) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            file.line(line);
        }
    }

    private static void write(TruthFile file) {
        String path = System.getProperty("local.truth", "");
        if (path.isEmpty()) {
            return;
        }
        try {
            file.write(Path.of(path));
        } catch (IOException e) {
            System.err.println("The truth cannot be written to " + path + ": " + e);
        }
    }
}
