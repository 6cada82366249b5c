package local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plumbline.trace.MicroClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import local.faults.Faults;
import local.faults.FaultyPuts;
import local.http.HttpServer;
import local.truth.Truth;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * What Kinesis costs the stand-in, truth included: run {@code main}. Server and client are separate processes; limits are
 * off. Prints the server's CPU a request and the records a second.
 */
public final class KinesisBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int BATCH = 500;

    private final AtomicLong sequence = new AtomicLong();

    private KinesisBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            serve();
        } else {
            new KinesisBenchmark().drive();
        }
    }

    private static void serve() throws Exception {
        MicroClock clock = MicroClock.startingNow();
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock, false);
        streams.create("s", 1);
        Truth truth = new Truth(clock, lambda -> lambda, google -> google);
        HttpServer server =
                HttpServer.start("kinesis", new KinesisService(streams, new FaultyPuts(Faults.NONE, truth)));
        System.out.println(server.uri());
        while (System.in.read() >= 0) {
            // Until the parent ends.
        }
    }

    private void drive() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KinesisBenchmark.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (KinesisAsyncClient client =
                KinesisClients.crt(URI.create(server.inputReader().readLine()))) {
            run(
                    "PutRecord",
                    server,
                    32,
                    1,
                    () -> client.putRecord(
                            r -> r.streamName("s").partitionKey("k").data(body())));
            run(
                    "PutRecords(500)",
                    server,
                    4,
                    BATCH,
                    () -> client.putRecords(r -> r.streamName("s").records(entries())));
        } finally {
            server.destroy();
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
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            free.acquire();
            call.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    done.incrementAndGet();
                } else {
                    failure.printStackTrace();
                }
                free.release();
            });
        }
        free.acquire(inFlight);
        return done.get();
    }

    private SdkBytes body() {
        return SdkBytes.fromByteArrayUnsafe(
                """
                {"traceId":"run-0-l%010d","timestamp":"2026-01-01T00:00:00.000Z","data":{"tenant_id":"tenant-1",\
                "log_level":"INFO","message":"a message of the usual length","source":"plumbline"},"load_test":\
                {"user":1,"iteration":1,"test_run_id":"run","key":"key-0-1"},"timestamps":{"sent":1700000000000000}}"""
                        .formatted(sequence.getAndIncrement())
                        .getBytes(UTF_8));
    }

    private List<PutRecordsRequestEntry> entries() {
        return Stream.generate(() -> PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(body())
                        .build())
                .limit(BATCH)
                .toList();
    }
}
