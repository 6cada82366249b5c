package io.plumbline.arrival;

import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.OptionalLong;

/** Asks for the run's rows of late, by their insert stamps; for all of them where rows have none. */
public final class WindowPlan implements PollPlan {

    private final ArrivalSource source;
    private final PollStatistics statistics;
    private final MicroClock clock;
    private final ArrivalWindow window = new ArrivalWindow();
    private OptionalLong asked = OptionalLong.empty();

    public WindowPlan(ArrivalSource source, PollStatistics statistics, MicroClock clock) {
        this.source = source;
        this.statistics = statistics;
        this.clock = clock;
    }

    @Override
    public Answer<Row> ask() throws QueryFailure {
        OptionalLong from = source.evidence().insertStamps() ? window.next(clock.nowMicros()) : OptionalLong.empty();
        asked = from;
        return statistics.counting(() -> source.rows(from));
    }

    @Override
    public long absentAt(Stamps row) {
        return window.absentAt(row.at(Stamp.INSERTED));
    }

    @Override
    public void answered(Answer<Row> answer) {
        window.answered(asked, answer.sentMicros(), newestInsert(answer));
    }

    private static OptionalLong newestInsert(Answer<Row> answer) {
        return answer.rows().stream()
                .flatMapToLong(row -> row.stamps().at(Stamp.INSERTED).stream())
                .max();
    }
}
