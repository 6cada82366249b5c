package io.plumbline.report;

import io.plumbline.result.Distribution;
import io.plumbline.result.HistogramLog;
import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** {@code latencies.hlog}: HdrHistogram's interval log, one interval for the whole run, a tag a latency. */
record LatencyLog(Times times, Histograms histograms) {

    /** Values are in microseconds, the log's own column of the largest in milliseconds. */
    private static final double MICROS_PER_MILLI = 1_000;

    void write(OutputStream out) throws IOException {
        PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8);
        HistogramLogWriter log = new HistogramLogWriter(print);
        log.outputComment("[latencies of a run of Plumbline, in microseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(times.start().toEpochMilli());
        log.outputLegend();
        histograms.byName().forEach((name, distribution) -> interval(log, HistogramLog.tag(name), distribution));
        print.flush();
        if (print.checkError()) {
            throw new IOException("it could not be written to the end");
        }
    }

    private void interval(HistogramLogWriter log, String tag, Distribution distribution) {
        if (distribution.beyond() > 0) {
            log.outputComment(HistogramLog.beyond(tag, distribution.beyond()));
        }
        Histogram histogram = distribution.histogram();
        histogram.setTag(tag);
        log.outputIntervalHistogram(0, times.seconds(), histogram, MICROS_PER_MILLI);
    }
}
