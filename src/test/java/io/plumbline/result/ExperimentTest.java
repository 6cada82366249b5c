package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Settings;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How runs are judged that are to find something out. */
class ExperimentTest {

    /** Half of them late, and some lost: a load beyond what the pipeline can do. */
    private static final Counts OVERLOADED = Runs.counts(1_000, 100, 400, 490, 10);

    private static final Experiment FOUND = new Experiment(Searches.found(), null);
    private static final Experiment RECOVERED = new Experiment(null, Recoveries.recovered());

    private static Settings.Slo limits(@Nullable Double capacity, @Nullable Double recoveryMillis, boolean strict) {
        return new Settings.Slo(
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                OptionalDouble.of(0.99),
                OptionalLong.of(0),
                capacity == null ? OptionalDouble.empty() : OptionalDouble.of(capacity),
                recoveryMillis == null ? OptionalDouble.empty() : OptionalDouble.of(recoveryMillis),
                strict,
                false,
                Set.of("capacity", "recovery"));
    }

    private static Judgement judge(Counts counts, Experiment experiment, Settings.Slo limits) {
        return Judge.judge(counts, experiment, limits, Conduct.flawless());
    }

    @Test
    void aSearchThatFoundSomethingPassesHoweverManyRecordsWereLate() {
        Judgement judgement = judge(OVERLOADED, FOUND, limits(null, null, false));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.slo()).extracting(SloResult::name).containsExactly("unexpected");
    }

    @Test
    void theLastPassIsHeldAgainstWhatHasToBeSustained() {
        Judgement met = judge(OVERLOADED, FOUND, limits(490.5, null, false));
        Judgement missed = judge(OVERLOADED, FOUND, limits(500.0, null, false));

        assertThat(met.verdict()).isEqualTo(Verdict.PASS);
        assertThat(met.slo().get(1))
                .isEqualTo(new SloResult("capacity", Unit.RECORDS_PER_SECOND, 490.5, 490.5, Outcome.MET, true));
        assertThat(missed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(missed.reasons()).containsExactly("capacity is 490.5 records/s, limit 500.0 records/s");
        assertThat(missed.slo().get(1).sure()).as("the bracket goes up to 514").isFalse();
    }

    @Test
    void whereNothingPassedTheCapacityWasNotReached() {
        Judgement judgement =
                judge(OVERLOADED, new Experiment(Searches.nothingPassed(), null), limits(100.0, null, false));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reasons()).containsExactly("capacity was not reached, limit 100.0 records/s");
    }

    @Test
    void whatSaysNothingOfThePipelineIsAFailureOfTheMeasurement() {
        assertThat(FOUND.failures()).isEmpty();
        assertThat(RECOVERED.failures()).isEmpty();
        assertThat(new Experiment(Searches.limitedByGenerator(), null).failures())
                .containsExactly("the pipeline sustains at least 300.0 records/s; the generator cannot do more");
        assertThat(new Experiment(Searches.cutOff(), null).failures()).hasSize(1);
        assertThat(new Experiment(null, Recoveries.cutOff()).failures()).hasSize(1);
        assertThat(new Experiment(null, Recoveries.notRecovered()).failures())
                .as("that the backlog did not come back is an answer")
                .isEmpty();
    }

    @Test
    void aRecoveryIsHeldAgainstHowLongItMayTake() {
        Counts kept = Runs.counts(1_000, 0, 500, 500, 0);

        assertThat(judge(kept, RECOVERED, limits(null, 20_500.0, false)).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(kept, RECOVERED, limits(null, 20_200.0, false)).reasons())
                .containsExactly("recovery is 20.5 s, limit 20.2 s");
        assertThat(judge(kept, new Experiment(null, Recoveries.notRecovered()), limits(null, 60_000.0, false))
                        .reasons())
                .containsExactly("recovery was not reached, limit 60 s");
    }

    @Test
    void aRecoveryMustNotLoseRecords() {
        Judgement judgement = judge(OVERLOADED, RECOVERED, limits(null, null, false));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reasons()).containsExactly("lost 10 records, limit 0");
    }
}
