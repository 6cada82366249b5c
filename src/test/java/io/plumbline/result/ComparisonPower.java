package io.plumbline.result;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How often a comparison is wrong, and how often it finds a slower stage, by the number of earlier runs; in rows of the
 * table in docs/comparison.md.
 */
final class ComparisonPower {

    private static final int EQUAL_PAIRS = 2_000;
    private static final int OTHER_PAIRS = 200;
    private static final String STAGE = "Lambda";

    private ComparisonPower() {}

    public static void main(String[] arguments) {
        for (int runs : new int[] {3, 5, 8, 12, 20}) {
            StringBuilder row = new StringBuilder("| " + runs + " | "
                    + share(EQUAL_PAIRS, seed -> !toldApart(seed, runs, 1).isEmpty(), 2) + " |");
            for (double slower : new double[] {1.1, 1.2, 1.3, 1.5}) {
                row.append(' ')
                        .append(share(OTHER_PAIRS, seed -> isNamed(toldApart(seed, runs, slower)), 0))
                        .append(" |");
            }
            System.out.println(row);
        }
    }

    private interface Finding {
        boolean of(long seed);
    }

    private static String share(int pairs, Finding finding, int decimals) {
        long found =
                LongStream.rangeClosed(1, pairs).parallel().filter(finding::of).count();
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100.0 * found / pairs);
    }

    private static boolean isNamed(List<Figure> toldApart) {
        return toldApart.stream()
                .anyMatch(figure -> figure.where().equals(STAGE) && figure.told() == Difference.HIGHER);
    }

    private static List<Figure> toldApart(long seed, int runs, double slower) {
        Nights nights = new Nights(seed);
        EarlierRuns earlier = new EarlierRuns(Optional.empty(), nights.earlier(runs));
        return Baseline.of(earlier, nights.tonight(STAGE, slower)).orElseThrow().figures().stream()
                .filter(figure -> figure.told() == Difference.HIGHER || figure.told() == Difference.LOWER)
                .toList();
    }
}
