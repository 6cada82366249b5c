package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pairs of runs that are known to be the same, or not, each by its seed. */
class SyntheticPairsTest {

    private static final int EARLIER = 20;

    /** What is told apart of a run and the earlier nights of a seed. */
    private static List<Figure> toldApart(long seed, String slower, double times) {
        Nights nights = new Nights(seed);
        EarlierRuns earlier = new EarlierRuns(Optional.empty(), nights.earlier(EARLIER));
        return Baseline.of(earlier, nights.tonight(slower, times)).orElseThrow().figures().stream()
                .filter(figure -> figure.told() == Difference.HIGHER || figure.told() == Difference.LOWER)
                .toList();
    }

    @Test
    void equalRunsAreNotToldApart() {
        List<Long> flagged = LongStream.rangeClosed(1, 200)
                .filter(seed -> !toldApart(seed, "", 1).isEmpty())
                .boxed()
                .toList();

        assertThat(flagged).as("seeds of 200").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aStageThatIsAFifthSlowerIsNamed() {
        for (String stage : List.of("Kinesis to Lambda", "Lambda", "Lambda to BigQuery")) {
            List<Long> found = LongStream.rangeClosed(1, 100)
                    .filter(seed -> isNamed(stage, toldApart(seed, stage, 1.2)))
                    .boxed()
                    .toList();
            assertThat(found).as("seeds of 100 in which " + stage + " is named").hasSizeGreaterThanOrEqualTo(95);
        }
    }

    /** And no other stage is. */
    private static boolean isNamed(String stage, List<Figure> toldApart) {
        return toldApart.stream().anyMatch(figure -> figure.where().equals(stage) && figure.told() == Difference.HIGHER)
                && toldApart.stream()
                        .allMatch(figure ->
                                figure.where().equals(stage) || figure.where().equals(Measure.END_TO_END));
    }
}
