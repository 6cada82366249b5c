package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeableTest {

    private final Map<Path, RunRecord> runs = new LinkedHashMap<>();

    @Test
    void theSharesOfOneRunAre() {
        found("0", Runs.by(Runs.passed(), 0, 3));
        found("2", Runs.by(Runs.failed(), 2, 3));

        assertThat(Mergeable.problem(runs)).isEmpty();
    }

    @Test
    void aRunOfOneGeneratorIsNoShare() {
        found("0", Runs.by(Runs.passed(), 0, 3));
        found("alone", Runs.passed());

        refused("alone had one generator only: there is nothing to merge it with");
    }

    @Test
    void whatWasMergedIsNotMergedAgain() {
        found("merged", Runs.merged());

        refused("merged is of all its generators already: name theirs, not what was merged");
    }

    @Test
    void theSameIdsAreCountedOnce() {
        found("0", Runs.by(Runs.passed(), 0, 3));
        found("copy", Runs.by(Runs.passed(), 0, 3));

        refused("0 and copy have the same ids, those of test-20261122-220000-0-k3f9: name each generator once");
    }

    @Test
    void runsOfTwoNamesAreTwo() {
        found("0", Runs.by(Runs.passed(), 0, 3));
        found("again", Runs.by(Runs.earlier(Runs.passed(), 0, Runs.passed().settings()), 0, 3));

        assertThat(Mergeable.problem(runs)).get().asString().startsWith("0 and again are of two runs");
    }

    @Test
    void aGeneratorThatWasStartedAgainIsRefused() {
        RunRecord first = Runs.by(Runs.passed(), 1, 3);
        found("1", first);
        found("1-again", Runs.withToken(first, "test-20261122-220000-1-zzzz"));

        refused("1 and 1-again are both of generator 1: it ran twice, so its share of the load was sent twice");
    }

    @Test
    void otherNumbersOfGeneratorsMakeOtherShares() {
        found("0", Runs.by(Runs.passed(), 0, 3));
        found("1", Runs.by(Runs.passed(), 1, 4));

        refused("0 and 1 are of 3 and of 4 generators");
    }

    @Test
    void otherLoadsAreNoSharesOfOne() {
        RunRecord run = Runs.passed();
        found("0", Runs.by(Runs.judged(run, run.verdict(), run.slo(), Map.of("plumbline.load.rate", "100")), 0, 2));
        found("1", Runs.by(Runs.judged(run, run.verdict(), run.slo(), Map.of("plumbline.load.rate", "50")), 1, 2));

        refused("0 and 1 are no shares of one load: plumbline.load.rate was 100, is 50");
    }

    private void found(String where, RunRecord run) {
        runs.put(Path.of(where), run);
    }

    private void refused(String sentence) {
        assertThat(Mergeable.problem(runs)).contains(sentence);
    }
}
