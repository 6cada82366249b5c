package local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.kinesis.KinesisClients;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Whether any number of records passes through the whole stand-in in a bounded memory, and every one of them is accounted
 * for: run {@code main}. The stand-in is a process of its own with a heap and an SQL engine of 1 GB each, this one is its
 * client. Argument: the records, by default ten million. Ends with exit code 1 if a record is missing.
 */
public final class TenMillion {

    private static final int BATCH = 500;
    private static final int SENDERS = 3;
    private static final int SHARDS = 2;
    private static final int KEYS = 1_000;
    private static final String RUN = "ten-million";
    private static final String LAST = "ten-million-last";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final long records;
    private final long[] sentMicros;
    private final AtomicLong nextBatch = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private TenMillion(long records) {
        this.records = records;
        this.sentMicros = new long[(int) ((records + BATCH - 1) / BATCH)];
    }

    public static void main(String[] arguments) throws Exception {
        long records = arguments.length == 0 ? 10_000_000 : Long.parseLong(arguments[0]);
        System.exit(new TenMillion(records).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("ten-million");
        Path truthFile = folder.resolve("truth.json");
        Path gcLog = folder.resolve("gc.log");
        Process standIn = standIn(truthFile, gcLog);
        try {
            Map<String, String> environment = environment(standIn);
            long begun = System.nanoTime();
            try (KinesisAsyncClient client =
                    KinesisClients.http1(URI.create(environment.get("AWS_ENDPOINT_URL_KINESIS")))) {
                put(client, environment.get("KINESIS_STREAM_NAME"));
                say("%,d records put in %.0f s, %,d refusals retried", accepted.get(), seconds(begun), refused.get());
                putLast(client, environment.get("KINESIS_STREAM_NAME"));
            }
            awaitLast(environment);
            double seconds = seconds(begun);
            say("%,d records through in %.0f s: %,.0f records/s", records, seconds, records / seconds);
            say("peak resident memory %s", peakMemory(standIn));
            handOver(standIn);
            standIn.waitFor();
            say("truth told %.0f s after the start; peak heap %d MB", seconds(begun), peakHeap(gcLog));
            return isComplete(JSON.readTree(truthFile.toFile()));
        } finally {
            standIn.destroyForcibly();
        }
    }

    private static Process standIn(Path truthFile, Path gcLog) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Xlog:gc:file=" + gcLog,
                        "-Duser.timezone=UTC",
                        "-Dlocal.limits=off",
                        "-Dlocal.shards=" + SHARDS,
                        "-Dlocal.lambda.batchSize=2000",
                        "-Dlocal.bigquery.megabytes=1024",
                        "-Dlocal.truth=" + truthFile,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalPipeline.class.getName(),
                        "--child")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> environment(Process standIn) throws IOException {
        Map<String, String> environment = new HashMap<>();
        var lines = standIn.inputReader(UTF_8);
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("The stand-in ended at its start.");
            }
            String[] parts = line.replaceFirst("^export ", "").split("=", 2);
            environment.put(parts[0], parts[parts.length - 1]);
        }
        return environment;
    }

    private void put(KinesisAsyncClient client, String stream) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                all.add(senders.submit(() -> {
                    for (long batch = nextBatch.getAndIncrement();
                            batch < sentMicros.length;
                            batch = nextBatch.getAndIncrement()) {
                        put(client, stream, (int) batch);
                    }
                    return null;
                }));
            }
            for (Future<?> sender : all) {
                sender.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    private void put(KinesisAsyncClient client, String stream, int batch) throws InterruptedException {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (long n = (long) batch * BATCH; n < Math.min(records, (batch + 1L) * BATCH); n++) {
            entries.add(entry(RUN, 'l', n).build());
        }
        sentMicros[batch] = System.currentTimeMillis() * 1_000;
        while (!entries.isEmpty()) {
            entries = refused(client, stream, entries);
            if (!entries.isEmpty()) {
                Thread.sleep(PAUSE.toMillis());
            }
        }
        if (batch % 1_000 == 999) {
            say("%,d accepted, %,d refusals retried", accepted.get(), refused.get());
        }
    }

    private List<PutRecordsRequestEntry> refused(
            KinesisAsyncClient client, String stream, List<PutRecordsRequestEntry> entries) {
        PutRecordsResponse answer =
                client.putRecords(r -> r.streamName(stream).records(entries)).join();
        List<PutRecordsRequestEntry> again = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (answer.records().get(i).errorCode() != null) {
                again.add(entries.get(i));
            }
        }
        accepted.addAndGet(entries.size() - again.size());
        refused.addAndGet(again.size());
        return again;
    }

    /** A control record at the end of each shard: when it is in the table, all before it are. */
    private void putLast(KinesisAsyncClient client, String stream) throws InterruptedException {
        BigInteger width = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(SHARDS));
        List<PutRecordsRequestEntry> last = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            last.add(entry(LAST, 'c', i)
                    .explicitHashKey(width.multiply(BigInteger.valueOf(i)).toString())
                    .build());
        }
        while (!last.isEmpty()) {
            last = refused(client, stream, last);
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static PutRecordsRequestEntry.Builder entry(String run, char kind, long n) {
        String key = "key-" + n % KEYS;
        String digits = Long.toString(n);
        String id = run + "-0-" + kind + "0".repeat(10 - digits.length()) + digits;
        String body = "{\"traceId\":\"" + id + "\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"data\":"
                + "{\"tenant_id\":\"tenant-1\",\"log_level\":\"INFO\",\"message\":\"a message of the usual length\","
                + "\"source\":\"plumbline\"},\"load_test\":{\"user\":1,\"iteration\":1,\"test_run_id\":\"" + run
                + "\",\"key\":\"" + key + "\"},\"timestamps\":{\"sent\":1700000000000000}}";
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromByteArrayUnsafe(body.getBytes(UTF_8)));
    }

    private static void awaitLast(Map<String, String> environment) throws Exception {
        String sql = "SELECT COUNT(DISTINCT trace_id) FROM `%s.%s.%s` WHERE run_id = '%s'"
                .formatted(
                        environment.get("GCP_PROJECT_ID"),
                        environment.get("BQ_DATASET"),
                        environment.get("BQ_TABLE"),
                        LAST);
        String body = JSON.createObjectNode()
                .put("query", sql)
                .put("useLegacySql", false)
                .toString();
        HttpRequest query = HttpRequest.newBuilder(URI.create("http://" + environment.get("BIGQUERY_EMULATOR_HOST")
                        + "/bigquery/v2/projects/" + environment.get("GCP_PROJECT_ID") + "/queries"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        while (true) {
            HttpResponse<String> answer = http.send(query, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
            if (JSON.readTree(answer.body()).at("/rows/0/f/0/v").asInt() == SHARDS) {
                return;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void handOver(Process standIn) throws IOException {
        try (Writer out = new BufferedWriter(new OutputStreamWriter(standIn.getOutputStream(), UTF_8))) {
            for (long n = 0; n < records; n++) {
                long sent = sentMicros[(int) (n / BATCH)];
                out.write("{\"id\":\"" + RUN + "-0-l%010d".formatted(n) + "\",\"sent\":" + sent + ",\"deadline\":"
                        + (sent + DEADLINE.toNanos() / 1_000) + ",\"timed\":true,\"refused\":false}\n");
            }
        }
    }

    private boolean isComplete(JsonNode truth) {
        say("truth: handed over %s, counts %s", truth.get("handedOver"), truth.get("counts"));
        say("end to end: %s", truth.get("endToEnd"));
        JsonNode counts = truth.get("counts");
        boolean complete = accepted.get() == records + SHARDS
                && counts.get("onTime").asLong() + counts.get("late").asLong() == records
                && counts.get("lost").asLong() == 0
                && counts.get("duplicatesByProducer").asLong()
                                + counts.get("duplicatesByConsumer").asLong()
                        == 0;
        say(complete ? "each of %,d records is accounted for" : "NOT each of %,d records is accounted for", records);
        return complete;
    }

    /** As Linux tells it; elsewhere it is not known. */
    private static String peakMemory(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return "not known";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024 + " MB")
                .findFirst()
                .orElse("not known");
    }

    /** In MB, before any collection. */
    private static long peakHeap(Path gcLog) throws IOException {
        Pattern used = Pattern.compile("(\\d+)M->\\d+M\\(");
        long peak = 0;
        for (String line : Files.readAllLines(gcLog)) {
            Matcher found = used.matcher(line);
            if (found.find()) {
                peak = Math.max(peak, Long.parseLong(found.group(1)));
            }
        }
        return peak;
    }

    private static double seconds(long begunNanos) {
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
