package io.plumbline.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody probably meant. */
final class Suggestion {

    private Suggestion() {}

    /**
     * The closest by edit distance, upper and lower case alike, if it is close enough to be a slip of the hand; else the
     * closest that only has other groups before the same last word.
     */
    static Optional<String> of(String wrong, Collection<String> known) {
        String lower = wrong.toLowerCase(Locale.ROOT);
        String lastWord = lower.substring(lower.lastIndexOf('.') + 1);
        int slip = Math.max(2, ending(wrong) / 3);
        List<Candidate> candidates = known.stream()
                .map(name -> new Candidate(name, distance(lower, name.toLowerCase(Locale.ROOT))))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .toList();
        return candidates.stream()
                .filter(candidate -> candidate.distance <= slip)
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(candidate ->
                                candidate.name.toLowerCase(Locale.ROOT).endsWith("." + lastWord))
                        .findFirst())
                .map(Candidate::name);
    }

    /** Whether one word is another with a slip of the hand in it. */
    static boolean isSlip(String written, String meant) {
        return !written.equals(meant)
                && distance(written.toLowerCase(Locale.ROOT), meant.toLowerCase(Locale.ROOT)) <= meant.length() / 3;
    }

    private record Candidate(String name, int distance) {}

    /** Length without {@code plumbline.}, which all have in common. */
    private static int ending(String name) {
        return Math.max(0, name.length() - Layers.ROOT.length());
    }

    /** Levenshtein's, by one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
