package io.plumbline.capacity;

import io.plumbline.capacity.StepVerdict.Fail;
import io.plumbline.capacity.StepVerdict.Pass;
import io.plumbline.capacity.StepVerdict.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a step: the highest load without a backlog that grows is sustained (after Karimov et al., ICDE 2018).
 *
 * @param growthLimit share of the rate by which the backlog may grow
 * @param leastRate share of the planned rate that must have been sent
 * @param confidence of each bound of the growth
 * @param cycleMicros how far apart the slowest polls on the records' way are
 */
public record StepJudge(double growthLimit, double leastRate, double confidence, long cycleMicros) {

    /** 1 %, 99.5 %, 95 %, polls of 1 s: for steps of minutes. */
    public static final StepJudge CAREFUL = new StepJudge(0.01, 0.995, 0.95, 1_000_000);

    /** The same with 3 %, which steps of 12 to 36 s can tell: a rate of up to 1.03 of the capacity may pass. */
    public static final StepJudge QUICK = new StepJudge(0.03, 0.995, 0.95, 1_000_000);

    /** Refuses what nothing can be judged by. */
    public StepJudge {
        if (!(growthLimit > 0
                && leastRate > 0
                && leastRate <= 1
                && confidence > 0.5
                && confidence < 1
                && cycleMicros > 0)) {
            throw new IllegalArgumentException(
                    "A step cannot be judged by a growth of " + growthLimit + ", a least rate of " + leastRate
                            + ", a confidence of " + confidence + " and polls of " + cycleMicros + " µs.");
        }
    }

    /** In this order: what the generator did not send says nothing; what is certain comes before what is not yet. */
    public StepVerdict judge(StepObservation step) {
        Optional<Slope> growth = Slope.of(step.backlog(), cycleMicros, confidence);
        List<String> generator = generatorFaults(step);
        if (!generator.isEmpty()) {
            return new Fail(Limit.GENERATOR, growth, generator);
        }
        double limit = growthLimit * step.rate();
        boolean grows = growth.filter(slope -> slope.lower() >= limit).isPresent();
        List<String> failures = failures(step, growth, grows);
        if (!failures.isEmpty()) {
            Suspicion suspicion =
                    step.throttled() > 0 ? new Suspicion(Limit.SHARD, List.of()) : Suspicion.by(step.stages(), grows);
            failures.addAll(suspicion.reasons());
            return new Fail(suspicion.limit(), growth, failures);
        }
        List<String> open = open(step, growth, limit);
        return open.isEmpty() ? new Pass(growth, List.of(growth(step, growth))) : new Undecided(growth, open);
    }

    private List<String> generatorFaults(StepObservation step) {
        List<String> faults = new ArrayList<>(step.generatorFaults());
        if (step.achievedRate() < leastRate * step.rate()) {
            faults.add("the generator sent " + Words.rate(step.achievedRate()) + " of " + Words.rate(step.rate())
                    + " planned");
        }
        return faults;
    }

    private List<String> failures(StepObservation step, Optional<Slope> growth, boolean grows) {
        List<String> failures = new ArrayList<>();
        if (step.throttled() > 0) {
            failures.add("Kinesis throttled " + Words.count(step.throttled(), "write"));
        }
        if (step.lost() > 0) {
            failures.add(Words.count(step.lost(), "record") + (step.lost() == 1 ? " was lost" : " were lost"));
        }
        if (grows) {
            failures.add(growth(step, growth));
        }
        step.objectives().stream()
                .filter(objective -> objective.lowerMillis() > objective.limitMillis())
                .forEach(objective -> failures.add(objective.what() + " is at least "
                        + Words.duration(objective.lowerMillis()) + ", limit "
                        + Words.duration(objective.limitMillis())));
        return failures;
    }

    private List<String> open(StepObservation step, Optional<Slope> growth, double limit) {
        List<String> open = new ArrayList<>();
        if (growth.isEmpty()) {
            open.add("a step of " + Words.duration(step.length().toMillis())
                    + " is too short to tell whether the backlog grows: " + Slope.FEWEST_BLOCKS + " polls of "
                    + Words.duration(cycleMicros / 1e3) + " are the least");
        } else if (growth.get().upper() >= limit) {
            open.add(growth(step, growth) + ", which leaves open whether it is below " + Words.percent(growthLimit));
        }
        step.objectives().stream()
                .filter(objective -> objective.upperMillis() > objective.limitMillis())
                .forEach(objective -> open.add(objective.what() + " is between "
                        + Words.duration(objective.lowerMillis()) + " and " + Words.duration(objective.upperMillis())
                        + ", limit " + Words.duration(objective.limitMillis())));
        return open;
    }

    private static String growth(StepObservation step, Optional<Slope> growth) {
        Slope slope = growth.orElseThrow();
        return "the backlog grows by " + Words.percent(slope.perSecond() / step.rate()) + " of the rate ("
                + Words.percent(slope.lower() / step.rate()) + " to " + Words.percent(slope.upper() / step.rate())
                + ")";
    }
}
