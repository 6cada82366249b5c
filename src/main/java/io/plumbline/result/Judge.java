package io.plumbline.result;

import io.plumbline.result.Baseline.Regression;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says PASS, FAIL or INVALID. The objectives are judged by their point estimates; INVALID, that the measurement cannot
 * be trusted, stands above both.
 */
public final class Judge {

    private Judge() {}

    public static Judgement judge(Counts counts, Latencies endToEnd, Settings.Slo limits, Conduct conduct) {
        return judge(Objective.of(limits, counts, endToEnd), counts, limits, conduct);
    }

    /** Of a run that is to find something out. */
    public static Judgement judge(Counts counts, Experiment experiment, Settings.Slo limits, Conduct conduct) {
        return judge(Objective.of(limits, counts, experiment), counts, limits, conduct);
    }

    private static Judgement judge(List<Objective> objectives, Counts counts, Settings.Slo limits, Conduct conduct) {
        List<SloResult> results = objectives.stream().map(Objective::result).toList();

        List<String> invalid = distrust(counts, conduct);
        List<String> missed = new ArrayList<>();
        for (Objective objective : objectives) {
            SloResult result = objective.result();
            if (result.result() == Outcome.NOT_JUDGED && limits.setByUser().contains(objective.name())) {
                invalid.add(objective.notMeasured());
            } else if (result.result() == Outcome.MISSED) {
                missed.add(objective.missed());
            } else if (result.result() == Outcome.MET && !result.sure() && limits.strict()) {
                missed.add(objective.unsure());
            }
        }
        if (!invalid.isEmpty()) {
            return new Judgement(Verdict.INVALID, invalid, results);
        }
        return new Judgement(missed.isEmpty() ? Verdict.PASS : Verdict.FAIL, missed, results);
    }

    /**
     * Judges figures by the objectives that a run was judged by.
     *
     * @param like has the objectives and the settings
     */
    static Judgement again(Counts counts, Latencies endToEnd, RunRecord like, Conduct conduct) {
        Map<String, Double> limits = new HashMap<>();
        like.slo().forEach(slo -> limits.put(slo.name(), slo.limit()));
        Settings.Slo same = new Settings.Slo(
                limit(limits.get("endToEnd.p50")),
                limit(limits.get("endToEnd.p95")),
                limit(limits.get("endToEnd.p99")),
                limit(limits.get("successRate")),
                limits.containsKey("lost") ? OptionalLong.of(limits.get("lost").longValue()) : OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Boolean.parseBoolean(like.settings().get("plumbline.slo.strict")),
                Boolean.parseBoolean(like.settings().get("plumbline.slo.noRegression")),
                Set.of());
        return judge(counts, endToEnd, same, conduct);
    }

    private static OptionalDouble limit(@Nullable Double limit) {
        return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }

    /** Adds the objective that nothing is slower than in earlier runs beyond chance; not judged where they cannot tell. */
    static Judgement regressions(Judgement others, Optional<Baseline> held) {
        Optional<Baseline> telling = held.filter(Baseline::tells);
        List<Regression> found = telling.map(Baseline::regressions).orElse(List.of());
        Outcome outcome = found.isEmpty() ? Outcome.MET : Outcome.MISSED;
        List<SloResult> results = new ArrayList<>(others.slo());
        results.add(new SloResult(
                "noRegression",
                Unit.STAGES,
                0,
                telling.isPresent() ? (double) found.size() : null,
                telling.isPresent() ? outcome : Outcome.NOT_JUDGED,
                telling.isPresent()));
        if (found.isEmpty() || others.verdict() == Verdict.INVALID) {
            return new Judgement(others.verdict(), others.reasons(), results);
        }
        List<String> reasons = new ArrayList<>(others.reasons());
        found.forEach(regression -> reasons.add(regression.sentence()));
        return new Judgement(Verdict.FAIL, reasons, results);
    }

    private static List<String> distrust(Counts counts, Conduct conduct) {
        List<String> reasons = new ArrayList<>();
        if (counts.attempted() == 0 && !conduct.wentWell()) {
            reasons.add("nothing was sent");
        }
        conduct.interruption().ifPresent(by -> reasons.add("the run was interrupted: " + by));
        reasons.addAll(conduct.failures());
        if (counts.unresolved() > 0) {
            reasons.add("could not tell whether " + Figures.records(counts.unresolved()) + " arrived (unresolved)");
        }
        if (!conduct.auditComplete()) {
            reasons.add("the audit of the table was not complete");
        }
        if (!counts.addUp()) {
            reasons.add("the counts do not add up to the " + Figures.records(counts.intended()) + " intended");
        }
        return reasons;
    }
}
