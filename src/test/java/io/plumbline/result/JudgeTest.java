package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Counts ALL_ON_TIME = Runs.counts(1_000, 0, 1_000, 0, 0);
    private static final Latencies FAST = Runs.latencies(1_000);

    private static Judgement judge(Counts counts, Latencies endToEnd) {
        return Judge.judge(counts, endToEnd, Runs.LIMITS, Conduct.flawless());
    }

    /** p95 as given, the other percentiles of a second or two. */
    private static Latencies p95(@Nullable Double lower, @Nullable Double point, @Nullable Double upper) {
        return new Latencies(
                1_000,
                FAST.min(),
                FAST.mean(),
                FAST.p50(),
                new Bounded(lower, point, upper),
                FAST.p99(),
                FAST.max(),
                "");
    }

    private static Settings.Slo limits(
            @Nullable Double p95,
            @Nullable Double successRate,
            @Nullable Long lost,
            boolean strict,
            String... setByUser) {
        return new Settings.Slo(
                OptionalDouble.empty(),
                p95 == null ? OptionalDouble.empty() : OptionalDouble.of(p95),
                OptionalDouble.empty(),
                successRate == null ? OptionalDouble.empty() : OptionalDouble.of(successRate),
                lost == null ? OptionalLong.empty() : OptionalLong.of(lost),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                strict,
                false,
                Set.of(setByUser));
    }

    private static SloResult result(Judgement judgement, String name) {
        return judgement.slo().stream()
                .filter(slo -> slo.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Passing {

        @Test
        void allOnTimeAndFastIsPassWithoutReasons() {
            Judgement judgement = judge(ALL_ON_TIME, FAST);
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.reasons()).isEmpty();
            assertThat(judgement.slo())
                    .containsExactly(
                            new SloResult("lost", Unit.RECORDS, 0, 0.0, Outcome.MET, true),
                            new SloResult("unexpected", Unit.RECORDS, 0, 0.0, Outcome.MET, true),
                            new SloResult("successRate", Unit.RATE, 0.99, 1.0, Outcome.MET, true),
                            new SloResult("endToEnd.p95", Unit.MILLISECONDS, 5000, 1840.0, Outcome.MET, true));
        }

        @Test
        void aLimitIsMetByItsOwnValue() {
            Judgement judgement = judge(Runs.counts(100, 0, 99, 1, 0), p95(5000.0, 5000.0, 5000.0));
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void withoutLimitsOnlyTheUnexpectedIsJudged() {
            Judgement judgement = Judge.judge(ALL_ON_TIME, FAST, limits(null, null, null, false), Conduct.flawless());
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.slo()).extracting(SloResult::name).containsExactly("unexpected");
        }

        @Test
        void aPutOnlyRunPassesWithItsDefaultLimitsNotJudged() {
            Counts untimed = new Counts(50, 0, 0, 0, 0, 0, 0, 0, 50, 0, null, null, null, null, null, null, Map.of());
            Judgement judgement = judge(untimed, new EndToEndRecorder().latencies(""));
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.slo()).extracting(SloResult::result).containsOnly(Outcome.NOT_JUDGED);
        }
    }

    @Nested
    class Failing {

        @Test
        void lostRecords() {
            Judgement judgement = judge(Runs.counts(10_000, 0, 9_980, 0, 20), FAST);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("lost 20 records, limit 0");
            assertThat(result(judgement, "lost").sure()).isTrue();
        }

        @Test
        void oneLostRecordIsSingular() {
            assertThat(judge(Runs.counts(10_000, 0, 9_999, 0, 1), FAST).reasons())
                    .containsExactly("lost 1 record, limit 0");
        }

        @Test
        void tooSlow() {
            Judgement judgement = judge(ALL_ON_TIME, p95(5000.5, 5000.6, 6000.0));
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("end-to-end p95 is 5.01 s, limit 5 s");
            assertThat(result(judgement, "endToEnd.p95").sure()).isTrue();
        }

        @Test
        void tooManyLateOrRejected() {
            Judgement judgement = judge(Runs.counts(1_000, 6, 989, 5, 0), FAST);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("success rate is 98.9 %, limit 99 %");
        }

        @Test
        void aPercentileAmongTheLost() {
            Settings.Slo noLossLimit = limits(5000.0, null, null, false);
            Judgement judgement = Judge.judge(
                    Runs.counts(1_000, 0, 900, 0, 100), p95(4000.0, null, null), noLossLimit, Conduct.flawless());
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("end-to-end p95 falls among the lost records, limit 5 s");
            assertThat(result(judgement, "endToEnd.p95").value()).isNull();
            assertThat(result(judgement, "endToEnd.p95").sure())
                    .as("the lower bound meets the limit")
                    .isFalse();
        }

        @Test
        void everythingRejected() {
            Judgement judgement = judge(Runs.counts(1_000, 1_000, 0, 0, 0), new EndToEndRecorder().latencies(""));
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("success rate is 0 %, limit 99 %");
        }

        @Test
        void rowsThatNobodyExpected() {
            Counts counts = new Counts(10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 2L, null, null, null, null, null, Map.of());
            Judgement judgement = judge(counts, new EndToEndRecorder().latencies(""));
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reasons()).containsExactly("unexpected 2 records, limit 0");
        }

        @Test
        void everyMissedLimitIsAReason() {
            Judgement judgement = judge(Runs.counts(1_000, 0, 900, 0, 100), p95(5100.0, 6200.0, 6300.0));
            assertThat(judgement.reasons())
                    .containsExactly(
                            "lost 100 records, limit 0",
                            "success rate is 90 %, limit 99 %",
                            "end-to-end p95 is 6.20 s, limit 5 s");
        }
    }

    @Nested
    class Sure {

        @Test
        void boundsOnBothSidesOfTheLimitAreNotSureWhateverThePoint() {
            assertThat(result(judge(ALL_ON_TIME, p95(4000.0, 4999.0, 5001.0)), "endToEnd.p95"))
                    .isEqualTo(new SloResult("endToEnd.p95", Unit.MILLISECONDS, 5000, 4999.0, Outcome.MET, false));
            assertThat(result(judge(ALL_ON_TIME, p95(4000.0, 5001.0, 5002.0)), "endToEnd.p95"))
                    .isEqualTo(new SloResult("endToEnd.p95", Unit.MILLISECONDS, 5000, 5001.0, Outcome.MISSED, false));
            assertThat(result(judge(ALL_ON_TIME, p95(4000.0, 4999.0, null)), "endToEnd.p95")
                            .sure())
                    .isFalse();
        }

        @Test
        void withoutStrictThePointDecides() {
            Judgement judgement = judge(ALL_ON_TIME, p95(4000.0, 4999.0, 5001.0));
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.reasons()).isEmpty();
        }

        @Test
        void strictDemandsIt() {
            Settings.Slo strict = limits(5000.0, 0.99, 0L, true);
            Judgement unsure = Judge.judge(ALL_ON_TIME, p95(4000.0, 4999.0, 5001.0), strict, Conduct.flawless());
            assertThat(unsure.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(unsure.reasons())
                    .containsExactly("end-to-end p95 meets its limit of 5 s by its point estimate only,"
                            + " and plumbline.slo.strict demands that both bounds do");
            assertThat(result(unsure, "endToEnd.p95").result()).isEqualTo(Outcome.MET);

            Judgement sure = Judge.judge(ALL_ON_TIME, p95(4000.0, 4999.0, 5000.0), strict, Conduct.flawless());
            assertThat(sure.verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void straddlingRecordsMakeTheSuccessRateUnsure() {
            Counts counts = new Counts(1_000, 0, 0, 0, 991, 9, 0, 0, 0, 5, 0L, 0L, 0L, 0L, 0L, 0L, Map.of());
            assertThat(counts.successRate()).isEqualTo(new Bounded(0.986, 0.991, 0.996));
            SloResult rate = result(judge(counts, FAST), "successRate");
            assertThat(rate.result()).isEqualTo(Outcome.MET);
            assertThat(rate.sure()).isFalse();
        }

        @Test
        void anAmbiguousRecordMayBeLostAndMayNeverHaveBeenAccepted() {
            Counts counts = new Counts(1_000, 0, 0, 100, 900, 0, 0, 0, 0, 0, 0L, 0L, 0L, 0L, 0L, 0L, Map.of());
            assertThat(counts.successRate()).isEqualTo(new Bounded(0.9, 0.9, 1.0));
            Judgement judgement = judge(counts, FAST);
            assertThat(result(judgement, "lost"))
                    .isEqualTo(new SloResult("lost", Unit.RECORDS, 0, 0.0, Outcome.MET, false));
            assertThat(result(judgement, "successRate").sure()).isFalse();
        }

        @Test
        void onlyAmbiguousRecordsLeaveTheRateBetweenNoneAndAll() {
            Counts counts = new Counts(10, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0L, 0L, 0L, 0L, 0L, 0L, Map.of());
            assertThat(counts.successRate()).isEqualTo(new Bounded(0.0, 0.0, 1.0));
        }
    }

    @Nested
    class Invalid {

        private List<String> reasons(Counts counts, Latencies endToEnd, Settings.Slo limits, Conduct conduct) {
            Judgement judgement = Judge.judge(counts, endToEnd, limits, conduct);
            assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
            return judgement.reasons();
        }

        @Test
        void nothingSent() {
            Counts unsent = new Counts(10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0L, 0L, 0L, 0L, 0L, 0L, Map.of());
            Latencies none = new EndToEndRecorder().latencies("");
            for (Counts counts : List.of(unsent, Runs.counts(0, 0, 0, 0, 0))) {
                assertThat(reasons(counts, none, Runs.LIMITS, Conduct.flawless()))
                        .containsExactly("nothing was sent");
            }
        }

        @Test
        void aLimitOfTheUsersOwnWithoutRecordsAlsoWhereSomethingElseWentWell() {
            Settings.Slo set = limits(5000.0, 0.99, 0L, false, "endToEnd.p95");
            Conduct others = new Conduct(true, true, Optional.empty(), List.of());
            assertThat(reasons(Runs.counts(0, 0, 0, 0, 0), new EndToEndRecorder().latencies(""), set, others))
                    .containsExactly("plumbline.slo.endToEnd.p95 is set, and there was nothing to measure it by");
        }

        @Test
        void anythingUnresolved() {
            Counts counts = new Counts(10, 0, 0, 0, 9, 0, 0, 1, 0, 0, 0L, 0L, 0L, 0L, 0L, 0L, Map.of());
            assertThat(reasons(counts, FAST, Runs.LIMITS, Conduct.flawless()))
                    .containsExactly("could not tell whether 1 record arrived (unresolved)");
        }

        @Test
        void interruptedIncompleteOrDistrusted() {
            Conduct conduct = new Conduct(
                    false, false, Optional.of("maxDuration of 60 s"), List.of("the generator was 2 s behind its plan"));
            assertThat(reasons(ALL_ON_TIME, FAST, Runs.LIMITS, conduct))
                    .containsExactly(
                            "the run was interrupted: maxDuration of 60 s",
                            "the generator was 2 s behind its plan",
                            "the audit of the table was not complete");
        }

        @Test
        void countsThatDoNotAddUp() {
            assertThat(reasons(Runs.counts(1_001, 0, 1_000, 0, 0), FAST, Runs.LIMITS, Conduct.flawless()))
                    .containsExactly("the counts do not add up to the 1,001 records intended");
        }

        @Test
        void aLimitOfTheUsersOwnWithNothingToMeasure() {
            Settings.Slo set = limits(5000.0, 0.99, 0L, false, "endToEnd.p95");
            assertThat(reasons(
                            Runs.counts(10, 10, 0, 0, 0),
                            new EndToEndRecorder().latencies(""),
                            set,
                            Conduct.flawless()))
                    .containsExactly("plumbline.slo.endToEnd.p95 is set, and there was nothing to measure it by");
        }

        @Test
        void standsAboveFail() {
            Conduct conduct = new Conduct(true, false, Optional.of("stopped by a signal"), List.of());
            Judgement judgement = Judge.judge(Runs.counts(100, 0, 50, 0, 50), FAST, Runs.LIMITS, conduct);
            assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(judgement.reasons()).containsExactly("the run was interrupted: stopped by a signal");
            assertThat(result(judgement, "lost").result()).isEqualTo(Outcome.MISSED);
        }
    }
}
