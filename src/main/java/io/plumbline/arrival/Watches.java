package io.plumbline.arrival;

import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ids that something else sent, for whose rows somebody waits. They stand outside of the account of the records, and their
 * rows may be of no run. All are asked for together, on the poll's turn. Thread-safe.
 */
public final class Watches {

    private final PagePlan plan;
    private final Clocks clocks;
    private final Consumer<RuntimeException> failure;

    /** By id; several may wait for the same. */
    private final Map<String, List<Watch>> open = new HashMap<>();

    private boolean closed;
    private long seen;
    private long notSeen;
    private long neverLookedFor;

    /** @param failure is told what a watcher threw */
    public Watches(
            ArrivalSource source,
            PollStatistics statistics,
            MicroClock clock,
            Clocks clocks,
            Consumer<RuntimeException> failure) {
        this.plan = new PagePlan(source::rowsOfAnyRun, statistics, clock, new PagePlan.Unseen(this::size, this::ids));
        this.clocks = clocks;
        this.failure = failure;
    }

    /** Whoever waits. Told exactly once, on any thread. */
    public interface Watcher {

        /** A row with the id was found. */
        void arrived(Arrival arrival);

        /** @param lookedFor whether any poll was answered that asked for it */
        void missed(boolean lookedFor);
    }

    /** One who waits for an id. */
    public static final class Watch {

        private final String id;
        private final long sinceMicros;
        private final Watcher watcher;
        private boolean asked;
        private long absentMicros = Long.MIN_VALUE;

        private Watch(String id, long sinceMicros, Watcher watcher) {
            this.id = id;
            this.sinceMicros = sinceMicros;
            this.watcher = watcher;
        }

        private boolean lookedFor() {
            return absentMicros != Long.MIN_VALUE;
        }
    }

    /**
     * How it went.
     *
     * @param neverLookedFor those of {@code notSeen} for which no poll was answered
     */
    public record Count(long seen, long notSeen, long neverLookedFor) {

        /** Nobody watched any. */
        public static final Count NONE = new Count(0, 0, 0);
    }

    /**
     * Somebody waits from now on; at once in vain where the run is over.
     *
     * @param sinceMicros from when on the arrival is measured, epoch microseconds
     */
    public Watch begin(String id, long sinceMicros, Watcher watcher) {
        Watch watch = new Watch(id, sinceMicros, watcher);
        synchronized (this) {
            if (!closed) {
                open.computeIfAbsent(id, first -> new ArrayList<>(1)).add(watch);
                return watch;
            }
            notSeen++;
        }
        tell(watch, waiting -> waiting.missed(false));
        return watch;
    }

    /** It was waited for long enough. Without effect where it was seen. */
    public void giveUp(Watch watch) {
        synchronized (this) {
            List<Watch> ofId = open.get(watch.id);
            if (ofId == null || !ofId.remove(watch)) {
                return;
            }
            if (ofId.isEmpty()) {
                open.remove(watch.id);
            }
            missed(watch);
        }
        tell(watch, waiting -> waiting.missed(watch.lookedFor()));
    }

    /** One poll; whether it was answered, or not needed. */
    public boolean poll() {
        if (size() == 0) {
            return true;
        }
        Answer<Row> answer;
        try {
            answer = plan.ask();
        } catch (QueryFailure e) {
            return false;
        }
        clocks.queried(answer);
        Offsets offsets = clocks.update();
        Snapshot snapshot = Snapshot.of(answer, offsets.bigquery());
        Map<Watch, Row> found = found(answer.rows());
        absent(snapshot.earliestMicros());
        found.forEach((watch, row) -> {
            Sighting sighting = Sightings.of(row, watch.absentMicros, snapshot.latestMicros(), offsets);
            Sent awaited = new Sent(0, watch.sinceMicros, Long.MAX_VALUE, true);
            tell(watch, waiting -> waiting.arrived(Arrival.of(awaited, sighting)));
        });
        return true;
    }

    /** Nobody looks any more: whoever still waits has waited in vain. */
    public void close() {
        List<Watch> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            open.values().forEach(left::addAll);
            open.clear();
            left.forEach(this::missed);
        }
        left.forEach(watch -> tell(watch, waiting -> waiting.missed(watch.lookedFor())));
    }

    public synchronized Count count() {
        return new Count(seen, notSeen, neverLookedFor);
    }

    private synchronized int size() {
        return open.size();
    }

    /** Those that the next poll asks for. */
    private synchronized List<String> ids() {
        open.values().forEach(ofId -> ofId.forEach(watch -> watch.asked = true));
        return List.copyOf(open.keySet());
    }

    /** Those who waited for one of these; of an id's rows only the first counts. */
    private synchronized Map<Watch, Row> found(List<Row> rows) {
        Map<Watch, Row> found = new LinkedHashMap<>();
        for (Row row : rows) {
            List<Watch> waited = open.remove(row.traceId());
            if (waited != null) {
                waited.forEach(watch -> found.put(watch, row));
            }
        }
        seen += found.size();
        return found;
    }

    /** The poll did not find the rest of those whom it asked for. */
    private synchronized void absent(long asOfMicros) {
        open.values()
                .forEach(ofId ->
                        ofId.stream().filter(watch -> watch.asked).forEach(watch -> watch.absentMicros = asOfMicros));
    }

    private synchronized void missed(Watch watch) {
        notSeen++;
        neverLookedFor += watch.lookedFor() ? 0 : 1;
    }

    private void tell(Watch watch, Consumer<Watcher> news) {
        try {
            news.accept(watch.watcher);
        } catch (RuntimeException e) {
            failure.accept(e);
        }
    }
}
