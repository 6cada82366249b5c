package io.plumbline.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples as {@code k6 --out json} writes them, a line each, while the run goes on: what reads k6's reads these. A metric
 * is introduced by a line of its own. The file always ends with a whole line. Not thread-safe.
 */
public final class SamplesFile implements AutoCloseable {

    private static final int ENOUGH_TO_WRITE = 1 << 16;

    /** Whoever reads along is behind by this at the most while records settle. */
    private static final long MOST_BEHIND_MICROS = 1_000_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final OutputStream file;
    private final LongSupplier nowMicros;
    private long writtenMicros;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Map<State, String> tags = new EnumMap<>(State.class);
    private final Set<Metric> introduced = new HashSet<>();

    /** By the names that k6 scripts of such a pipeline have. */
    private enum Metric {
        END_TO_END_LATENCY_MS("trend", "time"),
        END_TO_END_SUCCESS_RATE("rate", "default"),
        KINESIS_WRITE_TIME_MS("trend", "time"),
        LAMBDA_PROCESS_TIME_MS("trend", "time"),
        BIGQUERY_WRITE_TIME_MS("trend", "time"),
        TOTAL_RECORDS_PROCESSED("counter", "default");

        private final String type;
        private final String contains;

        Metric(String type, String contains) {
            this.type = type;
            this.contains = contains;
        }

        private String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Begins the file; one that is there is overwritten.
     *
     * @param runId a tag of every sample, and so is the simulation
     * @param nowMicros a clock
     */
    public SamplesFile(Path path, String runId, String simulation, LongSupplier nowMicros) throws IOException {
        this.nowMicros = nowMicros;
        this.writtenMicros = nowMicros.getAsLong();
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        file = Channels.newOutputStream(alone(path));
        for (State state : State.values()) {
            tags.put(state, tags(runId, simulation, state));
        }
    }

    /** Two runs that write into one file would spoil it for both. */
    private static FileChannel alone(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException("another run is writing it, and each needs a file of its own");
        }
        return channel.truncate(0);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String tags(String runId, String simulation, State state) throws JsonProcessingException {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("test_run_id", runId)
                .put("simulation", simulation)
                .put("outcome", JSON.convertValue(state, String.class)));
    }

    /** A record that nothing can change any more. */
    public void write(Exemplar record) {
        Double latency = record.latency();
        Instant end = after(record.sent(), latency);
        if (latency != null) {
            sample(Metric.END_TO_END_LATENCY_MS, end, latency, record);
            sample(Metric.TOTAL_RECORDS_PROCESSED, end, 1, record);
        }
        if (record.state() != State.UNTIMED) {
            sample(Metric.END_TO_END_SUCCESS_RATE, end, record.state() == State.ON_TIME ? 1 : 0, record);
        }
        if (record.put() != null) {
            sample(Metric.KINESIS_WRITE_TIME_MS, after(record.sent(), record.put()), record.put(), record);
        }
        stage(Metric.LAMBDA_PROCESS_TIME_MS, "Lambda", end, record);
        stage(Metric.BIGQUERY_WRITE_TIME_MS, "Lambda to BigQuery", end, record);
        if (lines.size() > ENOUGH_TO_WRITE || nowMicros.getAsLong() - writtenMicros > MOST_BEHIND_MICROS) {
            flush();
        }
    }

    private void stage(Metric metric, String name, Instant at, Exemplar record) {
        Double millis = record.stages().get(name);
        if (millis != null) {
            sample(metric, at, Math.max(0, millis), record);
        }
    }

    private static Instant after(Instant sent, @Nullable Double millis) {
        return millis == null ? sent : sent.plus(Math.round(1_000 * millis), ChronoUnit.MICROS);
    }

    private void sample(Metric metric, Instant at, double value, Exemplar record) {
        String name = metric.lowerCase();
        if (introduced.add(metric)) {
            line("{\"type\":\"Metric\",\"data\":{\"name\":\"" + name + "\",\"type\":\"" + metric.type
                    + "\",\"contains\":\"" + metric.contains + "\",\"thresholds\":[],\"submetrics\":null},\"metric\":\""
                    + name + "\"}");
        }
        line("{\"metric\":\"" + name + "\",\"type\":\"Point\",\"data\":{\"time\":\"" + at + "\",\"value\":" + value
                + ",\"tags\":" + tags.get(record.state()) + "}}");
    }

    private void line(String json) {
        byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
        lines.write(line, 0, line.length);
    }

    private void flush() {
        try {
            lines.writeTo(file);
            lines.reset();
            writtenMicros = nowMicros.getAsLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
