package io.plumbline.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether runs are the shares of one, each there once. */
public final class Mergeable {

    private Mergeable() {}

    /**
     * Why they are not, a sentence; empty where they are.
     *
     * @param runs by where each was found; at least one
     */
    public static Optional<String> problem(Map<Path, RunRecord> runs) {
        List<Map.Entry<Path, RunRecord>> seen = new ArrayList<>();
        for (Map.Entry<Path, RunRecord> next : runs.entrySet()) {
            Optional<String> problem = problem(next, seen);
            if (problem.isPresent()) {
                return problem;
            }
            seen.add(next);
        }
        return Optional.empty();
    }

    private static Optional<String> problem(Map.Entry<Path, RunRecord> next, List<Map.Entry<Path, RunRecord>> seen) {
        Generators own = next.getValue().generators();
        if (own == null) {
            return Optional.of(next.getKey() + " had one generator only: there is nothing to merge it with");
        }
        if (own.index() == null) {
            return Optional.of(next.getKey() + " is of all its generators already: name theirs, not what was merged");
        }
        for (Map.Entry<Path, RunRecord> other : seen) {
            Optional<String> problem = problem(next, own, other);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(
            Map.Entry<Path, RunRecord> next, Generators own, Map.Entry<Path, RunRecord> other) {
        RunRecord run = next.getValue();
        RunRecord before = other.getValue();
        String both = other.getKey() + " and " + next.getKey();
        Generators others = Objects.requireNonNull(before.generators());
        if (!run.runId().equals(before.runId())) {
            return Optional.of(both + " are of two runs, " + before.runId() + " and " + run.runId());
        }
        if (run.runToken().equals(before.runToken())) {
            return Optional.of(both + " have the same ids, those of " + run.runToken() + ": name each generator once");
        }
        if (own.count() != others.count()) {
            return Optional.of(both + " are of " + others.count() + " and of " + own.count() + " generators");
        }
        if (Objects.equals(own.index(), others.index())) {
            return Optional.of(both + " are both of generator " + own.index()
                    + ": it ran twice, so its share of the load was sent twice");
        }
        List<String> differences = EarlierRuns.differences(before, run);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(both + " are no shares of one load: " + String.join("; ", differences));
    }
}
