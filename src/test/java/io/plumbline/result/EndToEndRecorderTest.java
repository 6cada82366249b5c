package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndToEndRecorderTest {

    private static final double BEYOND = Double.POSITIVE_INFINITY;
    /** Two buckets of a histogram of four digits. */
    private static final double TOLERANCE = 2e-4;

    private final EndToEndRecorder recorder = new EndToEndRecorder();

    record Interval(long lower, long point, long upper) {}

    @Provide
    Arbitrary<List<Interval>> intervals() {
        Arbitrary<Long> micros = Arbitraries.longs().between(0, 90_000_000_000L);
        return Combinators.combine(micros, micros, micros)
                .as((a, b, c) -> {
                    List<Long> sorted = new ArrayList<>(List.of(a, b, c));
                    Collections.sort(sorted);
                    return new Interval(sorted.get(0), sorted.get(1), sorted.get(2));
                })
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void percentilesEncloseThoseOfTheSortedList(
            @ForAll("intervals") List<Interval> arrived,
            @ForAll @IntRange(max = 20) int lost,
            @ForAll @IntRange(max = 20) int ambiguous,
            @ForAll @IntRange(max = 20) int unresolved) {
        EndToEndRecorder recorder = new EndToEndRecorder();
        List<Double> lower = new ArrayList<>();
        List<Double> point = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (Interval interval : arrived) {
            recorder.arrived(interval.lower, interval.point, interval.upper);
            lower.add(interval.lower / 1000.0);
            point.add(interval.point / 1000.0);
            upper.add(interval.upper / 1000.0);
        }
        for (int i = 0; i < lost; i++) {
            recorder.lost();
        }
        for (int i = 0; i < ambiguous; i++) {
            recorder.ambiguous();
        }
        for (int i = 0; i < unresolved; i++) {
            recorder.unresolved();
        }
        lower.addAll(Collections.nCopies(unresolved, 0.0));
        lower.addAll(Collections.nCopies(lost, BEYOND));
        point.addAll(Collections.nCopies(lost + unresolved, BEYOND));
        upper.addAll(Collections.nCopies(lost + unresolved + ambiguous, BEYOND));

        Latencies latencies = recorder.latencies("by hand");

        assertThat(latencies.count()).isEqualTo(point.size());
        assertEncloses(latencies.p50(), lower, point, upper, 50);
        assertEncloses(latencies.p95(), lower, point, upper, 95);
        assertEncloses(latencies.p99(), lower, point, upper, 99);
        assertEncloses(latencies.max(), lower, point, upper, 100);
    }

    private static void assertEncloses(
            Bounded figure, List<Double> lower, List<Double> point, List<Double> upper, int percent) {
        double exactLower = exact(lower, percent);
        double exactPoint = exact(point, percent);
        double exactUpper = exact(upper, percent);

        double shownLower = orBeyond(figure.lower());
        double shownPoint = orBeyond(figure.point());
        double shownUpper = orBeyond(figure.upper());

        assertThat(shownLower).isLessThanOrEqualTo(exactLower).isLessThanOrEqualTo(shownPoint);
        assertThat(shownUpper).isGreaterThanOrEqualTo(exactUpper).isGreaterThanOrEqualTo(shownPoint);
        assertClose(shownLower, exactLower);
        assertClose(shownPoint, exactPoint);
        assertClose(shownUpper, exactUpper);
    }

    private static void assertClose(double shown, double exact) {
        if (exact == BEYOND) {
            assertThat(shown).isEqualTo(BEYOND);
        } else {
            assertThat(Math.abs(shown - exact)).isLessThanOrEqualTo(exact * TOLERANCE);
        }
    }

    /** By nearest rank; of an empty list there is none, which the recorder says as of one beyond. */
    private static double exact(List<Double> values, int percent) {
        if (values.isEmpty()) {
            return BEYOND;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
        return sorted.get(Math.max(1, rank) - 1);
    }

    private static double orBeyond(@Nullable Double figure) {
        return figure == null ? BEYOND : figure;
    }

    @Test
    void percentilesAreByNearestRank() {
        for (int i = 1; i <= 20; i++) {
            recorder.arrived(i * 1000L, i * 1000L, i * 1000L);
        }
        Latencies latencies = recorder.latencies("insert stamp");
        assertThat(latencies.p50()).isEqualTo(new Bounded(10.0, 10.0, 10.0));
        assertThat(latencies.p95()).isEqualTo(new Bounded(19.0, 19.0, 19.0));
        assertThat(latencies.p99()).isEqualTo(new Bounded(20.0, 20.0, 20.0));
        assertThat(latencies.estimator()).isEqualTo("insert stamp");
    }

    @Test
    void aPercentileAmongTheLostIsNullAndTheOthersStay() {
        for (int i = 0; i < 94; i++) {
            recorder.arrived(900, 1000, 1100);
        }
        for (int i = 0; i < 6; i++) {
            recorder.lost();
        }
        Latencies latencies = recorder.latencies("");
        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.p50()).isEqualTo(new Bounded(0.9, 1.0, 1.1));
        assertThat(latencies.p95()).isEqualTo(Bounded.NOTHING);
        assertThat(latencies.max()).isEqualTo(Bounded.NOTHING);
        assertThat(latencies.mean()).isEqualTo(new Bounded(0.9, 1.0, 1.1));
    }

    @Test
    void anAmbiguousOneIsAbsentBelowAndBeyondAbove() {
        recorder.arrived(1000, 2000, 3000);
        recorder.ambiguous();
        Latencies latencies = recorder.latencies("");
        assertThat(latencies.count()).isEqualTo(1);
        assertThat(latencies.p50()).isEqualTo(new Bounded(1.0, 2.0, 3.0));
        assertThat(latencies.p95()).isEqualTo(new Bounded(1.0, 2.0, null));
    }

    @Test
    void anUnresolvedOneMayHaveBeenAnything() {
        recorder.arrived(1000, 2000, 3000);
        recorder.unresolved();
        Latencies latencies = recorder.latencies("");
        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.p50()).isEqualTo(new Bounded(0.0, 2.0, 3.0));
        assertThat(latencies.p95()).isEqualTo(new Bounded(1.0, null, null));
    }

    @Test
    void meanAndExtremesAreExactAndOutward() {
        recorder.arrived(1_000_001, 1_000_002, 1_000_003);
        recorder.arrived(2_000_002, 2_000_003, 2_000_004);
        Latencies latencies = recorder.latencies("");
        assertThat(latencies.min()).isEqualTo(new Bounded(1000.001, 1000.002, 1000.003));
        assertThat(latencies.max()).isEqualTo(new Bounded(2000.002, 2000.003, 2000.004));
        assertThat(latencies.mean()).isEqualTo(new Bounded(1500.001, 1500.003, 1500.004));
    }

    @Test
    void nothingRecordedIsNothingMeasured() {
        assertThat(recorder.latencies(""))
                .isEqualTo(new Latencies(
                        0,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        ""));
    }

    @Test
    void onlyLostOnesHaveACountAndNoFigure() {
        recorder.lost();
        Latencies latencies = recorder.latencies("");
        assertThat(latencies.count()).isEqualTo(1);
        assertThat(latencies.p50()).isEqualTo(Bounded.NOTHING);
        assertThat(latencies.mean()).isEqualTo(Bounded.NOTHING);
    }

    @Test
    void anArrivalBeforeTheSendingTookNoTime() {
        recorder.arrived(-5000, -1000, 2000);
        assertThat(recorder.latencies("").p50()).isEqualTo(new Bounded(0.0, 0.0, 2.0));
    }

    @Test
    void aPointOutsideItsBoundsIsRefused() {
        assertThatThrownBy(() -> recorder.arrived(2, 1, 3)).hasMessageContaining("lower 2, point 1, upper 3");
        assertThatThrownBy(() -> recorder.arrived(1, 3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
