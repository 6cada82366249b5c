package io.plumbline.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Lets Prometheus fetch metrics, at {@code /metrics}. */
public final class PrometheusOutput implements LiveOutput {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "plumbline-scrape");
        worker.setDaemon(true);
        return worker;
    });
    private final HttpServer server;
    private long begun;
    private long ended;

    /**
     * @param port 0 for any that is free
     * @throws IOException if it cannot listen there
     */
    public PrometheusOutput(String host, int port) throws IOException {
        registry.config()
                .meterFilter(LiveOutput.distributions(
                        DistributionStatisticConfig.builder().percentilesHistogram(true)));
        server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/metrics", this::answer);
        server.setExecutor(thread);
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        synchronized (this) {
            begun++;
        }
        try (exchange) {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
        synchronized (this) {
            ended = begun;
            notifyAll();
        }
    }

    @Override
    public MeterRegistry registry() {
        return registry;
    }

    /** Waits for a scrape that begins from now on, and not at all where there never was one. */
    @Override
    public synchronized void last(Duration patience) {
        long before = begun;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (before > 0 && ended <= before && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdown();
        registry.close();
    }
}
