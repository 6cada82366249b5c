package io.plumbline.arrival;

import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks for the run's newest rows by their insert stamps. Now and then a wide sweep asks for every record that was not seen,
 * by its id, for rows that became visible further behind the newest than the window reaches.
 */
public final class WindowPlan implements PollPlan {

    /** How often a wide sweep takes the place of a poll. */
    static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

    /** So many records are on their way in a burst or behind a jam, and what comes then comes in order. */
    static final int MOST_SWEPT = 20_000;

    private final ArrivalSource source;
    private final PollStatistics statistics;
    private final MicroClock clock;
    private final PagePlan sweep;
    private final ArrivalWindow window = new ArrivalWindow();

    /** Rows that the window shows again, and how many that say the same. */
    private Map<Row, Integer> shown = new HashMap<>();

    private OptionalLong asked = OptionalLong.empty();
    private boolean sweeping;
    private long latest;
    private long nextSweepMicros;

    /** @param sweep asks for all records that were not seen */
    public WindowPlan(ArrivalSource source, PollStatistics statistics, MicroClock clock, PagePlan sweep) {
        this.source = source;
        this.statistics = statistics;
        this.clock = clock;
        this.sweep = sweep;
        this.nextSweepMicros = clock.nowMicros() + SWEEP_EVERY.toNanos() / 1_000;
    }

    @Override
    public Answer<Row> ask() throws QueryFailure {
        sweeping = clock.nowMicros() >= nextSweepMicros && sweep.unseen() <= MOST_SWEPT;
        if (sweeping) {
            return unshown(sweep.ask());
        }
        OptionalLong from = window.next();
        asked = from;
        return unshown(statistics.counting(() -> source.rows(from)));
    }

    /** All rows of the records of which the poll before did not show as many. */
    private Answer<Row> unshown(Answer<Row> answer) {
        Map<Row, Integer> nowShown = new HashMap<>();
        answer.rows().forEach(row -> nowShown.merge(row, 1, Integer::sum));
        Set<String> records = new HashSet<>();
        latest = 0;
        nowShown.forEach((row, count) -> {
            if (count > shown.getOrDefault(row, 0)) {
                records.add(row.traceId());
                latest = Math.max(latest, window.lateness(row.stamps().at(Stamp.INSERTED)));
            }
        });
        if (sweeping) {
            shown.putAll(nowShown);
        } else {
            shown = nowShown;
        }
        return answer.with(answer.rows().stream()
                .filter(row -> records.contains(row.traceId()))
                .toList());
    }

    @Override
    public long absentAt(Row row) {
        return window.absentAt(row.stamps().at(Stamp.INSERTED));
    }

    @Override
    public void answered(Answer<Row> answer, Snapshot snapshot) {
        OptionalLong newest = answer.rows().stream()
                .flatMapToLong(row -> row.stamps().at(Stamp.INSERTED).stream())
                .max();
        if (sweeping) {
            nextSweepMicros = answer.sentMicros() + SWEEP_EVERY.toNanos() / 1_000;
            // What was registered after its ids were gathered had not been sent by then. But the sweep did not look for
            // it, nor, page after page, for all as of one moment: the next poll has to read on where the last one
            // ended.
            window.answered(OptionalLong.empty(), answer.sentMicros(), OptionalLong.empty(), latest);
        } else {
            window.answered(asked, snapshot.earliestMicros(), newest, latest);
        }
    }
}
