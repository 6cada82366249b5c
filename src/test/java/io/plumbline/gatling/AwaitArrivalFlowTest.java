package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.core.session.Session;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.trace.Stamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitArrivalFlowTest {

    private static final long DAY = 86_400_000_000L;

    private final RecordingStats stats = new RecordingStats();
    private final List<Session> gone = new ArrayList<>();

    @Test
    void whatIsSeenHasARowUntilItWasVisible() {
        flow(Duration.ofSeconds(30)).arrived(arrival(2_000_000, 2_400_000));

        assertThat(stats.responses()).containsExactly(new Response("Seen", "Arrival", 2_000, 2_200, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Seen", 2_000, 200, "OK", 2_200));
        assertThat(gone).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
    }

    @Test
    void whatIsNotSeenHasFailed() {
        flow(Duration.ofSeconds(30)).missed(true);
        flow(Duration.ofMillis(1_500)).missed(false);

        assertThat(stats.responses())
                .containsExactly(
                        new Response("Seen", "Arrival", 2_000, 5_000, "KO", "not seen within 30 s"),
                        new Response(
                                "Seen",
                                "Arrival",
                                2_000,
                                5_000,
                                "KO",
                                "no poll that looked for it was answered within 1500 ms"));
        assertThat(stats.groupEnds()).first().isEqualTo(new GroupEnd("Seen", 2_000, 3_000, "KO", 5_000));
        assertThat(gone).hasSize(2).allMatch(Session::isFailed);
    }

    @Test
    void rowsThatCannotBeLoggedKeepNobody() {
        Rows broken = new Rows(RecordingStats.broken(), 1_000, any -> true);

        assertThatThrownBy(() -> flow(broken, Duration.ofSeconds(30)).arrived(arrival(2_000_000, 2_400_000)))
                .hasMessage("no rows today");
        assertThatThrownBy(() -> flow(broken, Duration.ofSeconds(30)).missed(true))
                .hasMessage("no rows today");
        assertThat(gone).hasSize(2);
    }

    @Test
    void aMomentIsInMicrosecondsAndOfToday() {
        long now = 1_700_000_000_000_000L;

        assertThat(AwaitArrivalAction.moment("1699999999000000", now)).isEqualTo(now - 1_000_000);
        assertThat(AwaitArrivalAction.moment(Long.toString(now + DAY), now)).isEqualTo(now + DAY);
        for (String other :
                List.of("1700000000000", "0", "soon", "", Long.toString(now - DAY - 1), "-9223372036854775808")) {
            assertThatThrownBy(() -> AwaitArrivalAction.moment(other, now))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("since: '" + other + "' is no moment of today in microseconds since 1970");
        }
    }

    private AwaitArrivalFlow flow(Duration within) {
        return flow(new Rows(stats.engine(), 1_000, any -> true), within);
    }

    private AwaitArrivalFlow flow(Rows rows, Duration within) {
        return new AwaitArrivalFlow(rows, gone::add, RowsTest.session(), "Seen", within, 2_000_000, () -> 5_000_000);
    }

    private static Arrival arrival(long absentMicros, long presentMicros) {
        return Arrival.of(
                new Sent(0, 2_000_000, Long.MAX_VALUE, true),
                new Sighting(Stamps.none(), absentMicros, presentMicros, null));
    }
}
