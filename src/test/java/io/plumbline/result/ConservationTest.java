package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.result.CloudCounts.Step;
import io.plumbline.result.CloudCounts.Unequal;
import io.plumbline.result.Conservation.InTable;
import io.plumbline.result.RunRecord.Control;
import io.plumbline.result.RunRecord.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConservationTest {

    private static final Instant FROM = Instant.parse("2026-11-22T22:00:00Z");
    private static final List<Control> CONTROLS = List.of(
            new Control("withheld", 2, 2, true, ""),
            new Control("doubled", 2, 2, true, ""),
            new Control("altered", 2, 2, true, ""));

    @Test
    void whatAllCountAlikeIsEqualAndControlsAreTakenOff() {
        CloudCounts counted = conservation(100, 0, 100, new InTable(100, 100)).with(aws(106, 106.0), FROM, FROM, null);

        assertThat(counted.unequal()).isNull();
        assertThat(counted.ledger())
                .extracting(Step::name, Step::records)
                .containsExactly(
                        tuple("intended", 100L),
                        tuple("sent", 100L),
                        tuple("acknowledged", 100L),
                        tuple("incoming", 100L),
                        tuple("invoked", 100L),
                        tuple("rows", 100L),
                        tuple("distinct", 100L));
        assertThat(conservation(100, 0, 100, null).expectedIncoming()).isEqualTo(106);
    }

    /** Counts at each step; the first two that differ, and what that can mean. */
    @ParameterizedTest
    @CsvSource({
        "100, 5, 95, 101, 101, 95, 95, intended, sent, -5, generator did not get",
        "100, 0, 93, 106, 106, 100, 100, sent, acknowledged, -7, Kinesis refused",
        "100, 0, 100, 107, 107, 100, 100, acknowledged, incoming, 1, accepted without an answer",
        "100, 0, 100, 90, 90, 100, 100, acknowledged, incoming, -16, last minutes yet",
        "100, 0, 100, 106, 116, 100, 100, incoming, invoked, 10, delivered again",
        "100, 0, 100, 106, 96, 90, 90, incoming, invoked, -10, still in the stream",
        "100, 0, 100, 106, 106, 98, 98, invoked, rows, -2, lost them",
        "100, 0, 100, 106, 106, 103, 100, invoked, rows, 3, processed twice",
        "100, 0, 100, 106, 106, 100, 97, rows, distinct, -3, rows of the same record",
    })
    void theFirstUnequalPairIsNamed(
            long intended,
            long notSent,
            long acknowledged,
            double incoming,
            double invoked,
            long rows,
            long distinct,
            String before,
            String after,
            long more,
            String why) {
        Unequal unequal = conservation(intended, notSent, acknowledged, new InTable(rows, distinct))
                .with(aws(incoming, invoked), FROM, FROM, null)
                .unequal();

        assertThat(unequal).isNotNull();
        assertThat(unequal)
                .extracting(Unequal::before, Unequal::after, Unequal::records)
                .containsExactly(before, after, more);
        assertThat(unequal.sentence())
                .startsWith("from " + before + " to " + after + " " + Figures.records(Math.abs(more))
                        + (more > 0 ? " more: " : " fewer: "))
                .contains(why);
    }

    @Test
    void whatNobodyToldIsSkippedAndNotTakenFor0() {
        CloudCounts alone = conservation(100, 0, 100, new InTable(99, 99)).with(Map.of(), FROM, FROM, "not permitted");
        CloudCounts withoutTable = conservation(100, 0, 100, null).with(aws(106, null), FROM, FROM, null);

        assertThat(alone.unequal())
                .extracting(Unequal::before, Unequal::after, Unequal::records)
                .containsExactly("acknowledged", "rows", -1L);
        assertThat(alone.notKnown()).isEqualTo("not permitted");
        assertThat(withoutTable.unequal()).isNull();
        assertThat(withoutTable.ledger()).extracting(Step::records).endsWith(100L, null, null, null);
    }

    /** So nobody waits for CloudWatch to show records that never came. */
    @Test
    void whereKinesisTookNothingItTookNoControlEither() {
        Conservation refused = conservation(100, 0, 0, new InTable(0, 0));

        assertThat(refused.expectedIncoming()).isZero();
        assertThat(refused.with(aws(0, 0.0), FROM, FROM, null).ledger())
                .extracting(Step::records)
                .containsExactly(100L, 100L, 0L, 0L, 0L, 0L, 0L);
    }

    private static Map<String, Double> aws(double incoming, @Nullable Double invoked) {
        return invoked == null
                ? Map.of("incoming_records", incoming)
                : Map.of("incoming_records", incoming, "invoked_events", invoked);
    }

    private static Conservation conservation(
            long intended, long notSent, long acknowledged, @Nullable InTable inTable) {
        Counts counts = Runs.counts(intended, notSent, intended - notSent, 0, 0);
        return new Conservation(counts, notSent, acknowledged, CONTROLS, inTable);
    }
}
