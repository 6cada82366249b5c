package local.kinesis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import local.faults.Faults;
import local.faults.FaultyPuts;
import local.http.HttpServer;
import local.truth.Truth;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * What Kinesis costs the stand-in, truth included: run {@code main}. Server and client are separate processes; limits are
 * off. Prints the server's CPU a request and the records a second. The client of PutRecords writes its requests in place
 * of AWS' SDK, which takes more CPU a record than the server does, and would be what is measured. Argument: the shards,
 * by default 1; with more of them keys are hashed.
 */
public final class KinesisBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int BATCH = 500;
    private static final int IN_FLIGHT = 4;

    private final AtomicLong sequence = new AtomicLong();

    private KinesisBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            serve(Integer.parseInt(arguments[1]));
        } else {
            new KinesisBenchmark().drive(arguments.length == 0 ? "1" : arguments[0]);
        }
    }

    private static void serve(int shards) throws Exception {
        MicroClock clock = MicroClock.startingNow();
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock, false);
        streams.create("s", shards);
        Truth truth = new Truth(clock, lambda -> lambda, google -> google);
        HttpServer server =
                HttpServer.start("kinesis", new KinesisService(streams, new FaultyPuts(Faults.NONE, truth)));
        System.out.println(server.uri());
        while (System.in.read() >= 0) {
            // Until the parent ends.
        }
    }

    private void drive(String shards) throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KinesisBenchmark.class.getName(),
                        "serve",
                        shards)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        URI uri = URI.create(server.inputReader().readLine());
        try (KinesisAsyncClient client = KinesisClients.crt(uri)) {
            run(
                    "PutRecord",
                    server,
                    32,
                    1,
                    () -> client.putRecord(
                            r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(body()))));
            Batches batches = new Batches(uri);
            run("PutRecords(500)", server, IN_FLIGHT, BATCH, batches::put);
        } finally {
            server.destroy();
        }
    }

    /** Requests of PutRecords, a few of them at once, each used again with other trace ids. */
    private final class Batches {

        private static final String BEFORE_DIGITS = "run-0-l";

        private final HttpClient http = HttpClient.newHttpClient();
        private final URI uri;
        private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(IN_FLIGHT);
        private final int[] digits;

        private Batches(URI uri) throws IOException {
            this.uri = uri;
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("StreamName", "s");
            ArrayNode records = request.putArray("Records");
            for (int i = 0; i < BATCH; i++) {
                records.addObject().put("Data", body().getBytes(UTF_8)).put("PartitionKey", "k");
            }
            byte[] bytes = new CBORMapper().writeValueAsBytes(request);
            // Byte for byte a character.
            String text = new String(bytes, ISO_8859_1);
            digits = Pattern.compile(BEFORE_DIGITS)
                    .matcher(text)
                    .results()
                    .mapToInt(found -> found.end())
                    .toArray();
            for (int i = 0; i < IN_FLIGHT; i++) {
                free.add(bytes.clone());
            }
        }

        private CompletableFuture<Void> put() {
            byte[] request = free.remove();
            for (int at : digits) {
                long rest = sequence.getAndIncrement();
                for (int i = at + 9; i >= at; i--) {
                    request[i] = (byte) ('0' + rest % 10);
                    rest /= 10;
                }
            }
            HttpRequest post = HttpRequest.newBuilder(uri)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/x-amz-cbor-1.1")
                    .header("X-Amz-Target", "Kinesis_20131202.PutRecords")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build();
            return http.sendAsync(post, HttpResponse.BodyHandlers.ofByteArray()).thenAccept(answer -> {
                free.add(request);
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(new String(answer.body(), ISO_8859_1));
                }
            });
        }
    }

    private void run(
            String name, Process server, int inFlight, int records, Supplier<? extends CompletableFuture<?>> call)
            throws Exception {
        load(WARM_UP, inFlight, call);
        Duration before = server.info().totalCpuDuration().orElseThrow();
        long requests = load(MEASURED, inFlight, call);
        Duration cpu = server.info().totalCpuDuration().orElseThrow().minus(before);
        System.out.printf(
                "%s: %,d records/s, server CPU %.1f µs a request%n",
                name, requests * records / MEASURED.toSeconds(), cpu.toNanos() / 1e3 / requests);
    }

    private static long load(Duration time, int inFlight, Supplier<? extends CompletableFuture<?>> call)
            throws Exception {
        Semaphore free = new Semaphore(inFlight);
        AtomicLong done = new AtomicLong();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && failed.get() == null) {
            free.acquire();
            call.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    done.incrementAndGet();
                } else {
                    failed.compareAndSet(null, failure);
                }
                free.release();
            });
        }
        free.acquire(inFlight);
        if (failed.get() != null) {
            throw new IOException("A put failed, so that nothing was measured.", failed.get());
        }
        return done.get();
    }

    private String body() {
        return """
                {"traceId":"run-0-l%010d","timestamp":"2026-01-01T00:00:00.000Z","data":{"tenant_id":"tenant-1",\
                "log_level":"INFO","message":"a message of the usual length","source":"plumbline"},"load_test":\
                {"user":1,"iteration":1,"test_run_id":"run","key":"key-0-1"},"timestamps":{"sent":1700000000000000}}"""
                .formatted(sequence.getAndIncrement());
    }
}
