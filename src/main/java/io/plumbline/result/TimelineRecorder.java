package io.plumbline.result;

import static io.plumbline.result.EndToEndRecorder.millis;

import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.Distribution.Side;
import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happened when: at the most 120 slices of time, which double in width as time goes on, so that memory and
 * the results stay small however long a run is. Times are in epoch microseconds. Not thread-safe.
 */
public final class TimelineRecorder {

    private static final int MOST_SLICES = 120;
    private static final long FIRST_WIDTH_MICROS = 1_000_000;

    /** Of the latencies in a slice: enough for a line in a picture. */
    private static final int SIGNIFICANT_DIGITS = 2;

    /** A whole multiple of the width, so that the slices of one run fit those of another. */
    private long originMicros;

    private long widthMicros = FIRST_WIDTH_MICROS;
    private List<Tally> tallies = new ArrayList<>();

    /** @param originMicros not after anything that is recorded; slices in which nothing was yet are left out */
    public TimelineRecorder(long originMicros) {
        this.originMicros = originMicros - Math.floorMod(originMicros, FIRST_WIDTH_MICROS);
    }

    private static final class Tally {
        private long sent;
        private long awaited;
        private long arrived;
        private long rejected;
        private long throttled;
        private long late;
        private long lost;
        private final Distribution endToEnd = new Distribution(SIGNIFICANT_DIGITS);
        private final Map<String, Distribution> stages = new LinkedHashMap<>();

        private boolean isEmpty() {
            return sent + arrived + throttled == 0;
        }

        private void add(Tally other) {
            sent += other.sent;
            awaited += other.awaited;
            arrived += other.arrived;
            rejected += other.rejected;
            throttled += other.throttled;
            late += other.late;
            lost += other.lost;
            endToEnd.add(other.endToEnd);
            other.stages.forEach((name, times) -> stage(name).add(times));
        }

        private Distribution stage(String name) {
            return stages.computeIfAbsent(name, first -> new Distribution(SIGNIFICANT_DIGITS));
        }

        private Slice slice(long backlog) {
            Map<String, Double> p95 = new LinkedHashMap<>();
            stages.forEach((name, times) -> {
                Double value = percentile(times, 95);
                if (value != null) {
                    p95.put(name, value);
                }
            });
            return new Slice(
                    sent,
                    arrived,
                    backlog,
                    rejected,
                    throttled,
                    late,
                    lost,
                    percentile(endToEnd, 50),
                    percentile(endToEnd, 95),
                    percentile(endToEnd, 99),
                    p95);
        }

        private static @Nullable Double percentile(Distribution times, int percent) {
            return millis(times.percentile(percent, Side.MIDDLE));
        }
    }

    /** A record that left the generator has come to what it stays. */
    public void settled(long sentMicros, State state) {
        Tally tally = at(sentMicros);
        tally.sent++;
        switch (state) {
            case REJECTED -> tally.rejected++;
            case UNTIMED -> {}
            case ON_TIME -> tally.awaited++;
            case LATE -> {
                tally.awaited++;
                tally.late++;
            }
            case LOST -> {
                tally.awaited++;
                tally.lost++;
                tally.endToEnd.addBeyond();
            }
            case UNRESOLVED -> {
                tally.awaited++;
                tally.endToEnd.addBeyond();
            }
            case AMBIGUOUS -> tally.awaited++;
        }
    }

    /** It arrived. */
    public void arrived(long sentMicros, long visibleMicros) {
        at(visibleMicros).arrived++;
        at(sentMicros).endToEnd.add(Math.max(0, visibleMicros - sentMicros));
    }

    /** It took so long in a stage; what clocks that disagree put below zero is taken as zero. */
    public void stage(long sentMicros, String name, long micros) {
        at(sentMicros).stage(name).add(Math.max(0, micros));
    }

    /** A put was refused for too much at a time. */
    public void throttled(long atMicros) {
        at(atMicros).throttled++;
    }

    private Tally at(long micros) {
        while (micros - originMicros >= MOST_SLICES * widthMicros) {
            widen();
        }
        int slice = (int) (Math.max(0, micros - originMicros) / widthMicros);
        while (tallies.size() <= slice) {
            tallies.add(new Tally());
        }
        return tallies.get(slice);
    }

    private void widen() {
        if (originMicros % (2 * widthMicros) != 0) {
            originMicros -= widthMicros;
            tallies.add(0, new Tally());
        }
        List<Tally> wider = new ArrayList<>();
        for (int i = 0; i < tallies.size(); i++) {
            if (i % 2 == 0) {
                wider.add(tallies.get(i));
            } else {
                wider.get(i / 2).add(tallies.get(i));
            }
        }
        tallies = wider;
        widthMicros *= 2;
    }

    /** From the first slice in which something was to the last. */
    public Timeline timeline() {
        int first = 0;
        while (first < tallies.size() && tallies.get(first).isEmpty()) {
            first++;
        }
        if (first == tallies.size()) {
            return Course.NOT_KNOWN.timeline();
        }
        List<Slice> slices = new ArrayList<>();
        long backlog = 0;
        for (Tally tally : tallies.subList(first, tallies.size())) {
            backlog += tally.awaited - tally.arrived;
            slices.add(tally.slice(backlog));
        }
        return new Timeline(
                Instant.EPOCH.plus(originMicros + first * widthMicros, ChronoUnit.MICROS), widthMicros / 1e6, slices);
    }
}
