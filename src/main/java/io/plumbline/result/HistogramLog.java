package io.plumbline.result;

import io.plumbline.result.Distribution.Exact;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.trace.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** What {@code latencies.hlog} holds beside its histograms, and how they come back from it. */
public final class HistogramLog {

    private static final Pattern BEYOND = Pattern.compile("#\\[(\\S+): (\\d+) more lie beyond every value]");

    private final Map<String, Histogram> histograms = new HashMap<>();
    private final Map<String, Long> beyond = new HashMap<>();

    private HistogramLog() {}

    /** How the log calls a latency: the format allows neither spaces nor commas. */
    public static String tag(String name) {
        return name.replace(",", "").replace(' ', '_');
    }

    /** How the log says how many lie beyond every value, without the sign of a comment. */
    public static String beyond(String tag, long count) {
        return "[" + tag + ": " + count + " more lie beyond every value]";
    }

    /**
     * The histograms of a run, as exact as its record has their figures.
     *
     * @throws IOException which says what is wrong with which file
     */
    public static Histograms read(Path file, RunRecord run) throws IOException {
        HistogramLog log = new HistogramLog();
        try {
            log.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file.toAbsolutePath(), e);
        } catch (IOException | RuntimeException e) {
            throw new IOException(file.toAbsolutePath() + " is no log of histograms: " + e.getMessage(), e);
        }
        return log.histograms(run);
    }

    private void parse(String text) {
        for (Matcher line = BEYOND.matcher(text); line.find(); ) {
            beyond.put(line.group(1), Long.valueOf(line.group(2)));
        }
        HistogramLogReader reader =
                new HistogramLogReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; ) {
            histograms.put(next.getTag(), (Histogram) next);
            next = reader.nextIntervalHistogram();
        }
    }

    private Histograms histograms(RunRecord run) {
        List<TimedStage> stages = run.stages().stream()
                .map(stage -> new TimedStage(stage, one(stage.name(), Exact.of(stage.latency()))))
                .toList();
        Map<String, Distribution> beside = new LinkedHashMap<>();
        spread(beside, Histograms.FROM_PLAN, run.generator().intendedLatency());
        put(beside, Histograms.SCHEDULE_LAG, Exact.of(run.generator().scheduleLag()));
        put(beside, Histograms.TIMER, Exact.of(run.generator().lateness()));
        spread(beside, Histograms.WATCHED, run.watched().latency());
        run.calls().forEach(call -> put(beside, call.name(), Exact.of(call.latency())));
        return new Histograms(
                spread(Stage.END_TO_END, run.endToEnd()),
                one(Stage.KINESIS_PUT, Exact.of(run.kinesisPut())),
                stages,
                beside);
    }

    private void spread(Map<String, Distribution> into, String name, Latencies figures) {
        if (histograms.containsKey(tag(name))) {
            into.putAll(Histograms.named(name, spread(name, figures)));
        }
    }

    private void put(Map<String, Distribution> into, String name, Exact exact) {
        if (histograms.containsKey(tag(name))) {
            into.put(name, one(name, exact));
        }
    }

    private Spread spread(String name, Latencies of) {
        return new Spread(
                one(
                        name + Histograms.LOWER,
                        new Exact(of.min().lower(), of.mean().lower(), of.max().lower())),
                one(
                        name,
                        new Exact(of.min().point(), of.mean().point(), of.max().point())),
                one(
                        name + Histograms.UPPER,
                        new Exact(of.min().upper(), of.mean().upper(), of.max().upper())));
    }

    private Distribution one(String name, Exact exact) {
        String tag = tag(name);
        Histogram histogram = histograms.getOrDefault(tag, new Distribution().histogram());
        return Distribution.of(histogram, beyond.getOrDefault(tag, 0L), exact);
    }
}
