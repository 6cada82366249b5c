package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.commons.stats.OK$;
import io.gatling.core.session.Session;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import io.plumbline.trace.Stage;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;
import scala.runtime.BoxedUnit;

class RowsTest {

    private static final long RUN_START_MILLIS = 1_000;

    private final RecordingStats stats = new RecordingStats();
    private final Rows rows = new Rows(stats.engine(), RUN_START_MILLIS, any -> true);

    static Session session() {
        return new Session(
                "Logs", 1, Map$.MODULE$.empty(), OK$.MODULE$, List$.MODULE$.empty(), session -> BoxedUnit.UNIT, null);
    }

    @Test
    void stampsAreRoundedDownToMilliseconds() {
        rows.ok(session(), "Log record", "Send to Kinesis", 2_000_999, 2_001_000);

        assertThat(stats.responses())
                .containsExactly(new Response("Log record", "Send to Kinesis", 2_000, 2_001, "OK", ""));
    }

    @Test
    void groupsOfTheScenarioStayOutside() {
        rows.ko(session().enterGroup("Checkout", 1_500), "Log record", "End to end", 2_000_000, 3_000_000, "not seen");

        assertThat(stats.responses())
                .containsExactly(new Response("Checkout/Log record", "End to end", 2_000, 3_000, "KO", "not seen"));
    }

    @Test
    void aNegativeStageIsShownAsZero() {
        rows.ok(session(), "Log record", "Lambda", 3_000_000, 2_000_000);

        assertThat(stats.responses()).containsExactly(new Response("Log record", "Lambda", 3_000, 3_000, "OK", ""));
    }

    @Test
    void nothingBeginsBeforeTheRun() {
        rows.ok(session(), "Log record", "Send to Kinesis", -5_000_000, -4_600_000);

        assertThat(stats.responses())
                .containsExactly(new Response("Log record", "Send to Kinesis", 1_000, 1_400, "OK", ""));
    }

    @Test
    void theGroupTakesTheWholeTime() {
        rows.closeGroup(session(), "Log record", 2_000_400, 4_500_900, true);
        rows.closeGroup(session(), "Log record", 2_000_000, 3_000_000, false);

        assertThat(stats.groupEnds())
                .containsExactly(
                        new GroupEnd("Log record", 2_000, 2_500, "OK", 4_500),
                        new GroupEnd("Log record", 2_000, 1_000, "KO", 3_000));
    }

    @Test
    void theVerdictStandsOutsideAllGroups() {
        rows.verdict(session(), "Verdict", 2_000_000, 3_000_000, null);
        rows.verdict(session(), "Verdict", 2_000_000, 3_000_000, "FAIL: lost 20 records");

        assertThat(stats.responses())
                .containsExactly(
                        new Response("", "Verdict", 2_000, 3_000, "OK", ""),
                        new Response("", "Verdict", 2_000, 3_000, "KO", "FAIL: lost 20 records"));
    }

    @Property
    void stagesAddUpToTheEndToEndTimeInMilliseconds(
            @ForAll @Size(value = 5) java.util.List<@LongRange(max = 5_000_000) Long> microsBetween) {
        RecordingStats recorded = new RecordingStats();
        Rows logged = new Rows(recorded.engine(), RUN_START_MILLIS, any -> true);
        long micros = 7_000_123;
        Stamps stamps = Stamps.none().with(Stamp.SENT, micros);
        for (int i = 1; i < Stamp.values().length; i++) {
            micros += microsBetween.get(i - 1);
            stamps = stamps.with(Stamp.values()[i], micros);
        }

        for (Stage stage : stamps.stages()) {
            logged.ok(session(), "Log record", stage.name(), stage.fromMicros(), stage.toMicros());
        }
        logged.ok(session(), "Log record", Stage.END_TO_END, 7_000_123, micros);

        java.util.List<Long> durations = recorded.responses().stream()
                .map(row -> row.end() - row.start())
                .toList();
        assertThat(durations.subList(0, 5).stream().mapToLong(Long::longValue).sum())
                .isEqualTo(durations.get(5));
    }
}
