package io.plumbline.run;

import io.plumbline.arrival.Watches.Watcher;
import io.plumbline.aws.InvokeReport;
import io.plumbline.ledger.Arrival;
import io.plumbline.result.Course.ColdStarts;
import io.plumbline.result.Distribution;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.Spread;
import io.plumbline.result.StageRecorder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the calls went that stand outside of the records' account, and the waits for what something else sent. Thread-safe. */
final class CallTimes {

    private final Map<String, OfOneKind> calls = new TreeMap<>();
    private final ArrivalTimes watched = new ArrivalTimes();
    private boolean wentWell;
    private long reports;
    private long cold;
    private long longestStartMicros;

    private static final class OfOneKind {
        private final StageRecorder times = new StageRecorder();
        private long failed;
    }

    /** @param micros its round trip, which counts where it went well */
    synchronized void ended(String kind, long micros, boolean ok) {
        OfOneKind calls = this.calls.computeIfAbsent(kind, first -> new OfOneKind());
        if (ok) {
            calls.times.record(micros);
            wentWell = true;
        } else {
            calls.failed++;
        }
    }

    /** An invocation told whether it had to wait for an environment to start. */
    synchronized void reported(InvokeReport report) {
        reports++;
        if (report.initMicros().isPresent()) {
            cold++;
            longestStartMicros =
                    Math.max(longestStartMicros, report.initMicros().get());
        }
    }

    /** Null where no invocation told. */
    synchronized @Nullable ColdStarts coldStarts() {
        return reports == 0 ? null : new ColdStarts(reports, cold, cold == 0 ? null : longestStartMicros / 1000.0);
    }

    /** Takes the time of what it is told before it tells it on. */
    Watcher timing(long sinceMicros, Watcher watcher) {
        return new Watcher() {
            @Override
            public void arrived(Arrival arrival) {
                seen(sinceMicros, arrival);
                watcher.arrived(arrival);
            }

            @Override
            public void missed(boolean lookedFor) {
                notSeen(lookedFor);
                watcher.missed(lookedFor);
            }
        };
    }

    private synchronized void seen(long sinceMicros, Arrival arrival) {
        watched.arrived(sinceMicros, arrival);
        wentWell = true;
    }

    private synchronized void notSeen(boolean lookedFor) {
        if (lookedFor) {
            watched.lost();
        } else {
            watched.unresolved();
        }
    }

    /** Whether any of them did what its author wanted. */
    synchronized boolean wentWell() {
        return wentWell;
    }

    /** By kind. */
    synchronized List<RunRecord.Call> calls() {
        return calls.entrySet().stream()
                .map(kind ->
                        new RunRecord.Call(kind.getKey(), kind.getValue().times.summary(), kind.getValue().failed))
                .toList();
    }

    /** What the figures of {@link #calls} are read from, by kind. */
    synchronized Map<String, Distribution> distributions() {
        Map<String, Distribution> byKind = new TreeMap<>();
        calls.forEach((kind, calls) -> byKind.put(kind, calls.times.distribution()));
        return byKind;
    }

    /** What {@link #watched} is read from. */
    synchronized Spread spreadOfWatched() {
        return watched.spread();
    }

    /** From the waits' beginnings; what was not seen lies beyond every value. */
    synchronized Latencies watched() {
        return watched.latencies();
    }
}
