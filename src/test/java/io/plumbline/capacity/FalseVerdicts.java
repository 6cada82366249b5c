package io.plumbline.capacity;

import io.plumbline.capacity.Instruction.Step;
import io.plumbline.capacity.StepVerdict.Fail;
import io.plumbline.capacity.StepVerdict.Pass;
import io.plumbline.capacity.model.PipelineParameters;
import java.time.Duration;

/** Prints how often a step at a share of the limit passes, fails and stays undecided, in rows of the table in docs/capacity.md. */
final class FalseVerdicts {

    private static final double[] SHARES = {0.9, 0.97, 1.03, 1.1};

    private FalseVerdicts() {}

    record Rates(double passed, double failed) {}

    /** Over models that the function and the table's rate limit. */
    static Rates at(
            double share, StepJudge judge, int warmUp, int minLength, int maxLength, double tablePoll, int seeds) {
        double passed = 0;
        double failed = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            PipelineParameters parameters =
                    seed % 2 == 0 ? PipelineParameters.limitedByFunction() : PipelineParameters.limitedByInsertRate();
            Step step = new Step(
                    share * parameters.limit(),
                    Duration.ofSeconds(warmUp),
                    Duration.ofSeconds(minLength),
                    Duration.ofSeconds(maxLength));
            StepVerdict verdict =
                    judge.judge(new VirtualLoad(parameters.withTablePoll(tablePoll), seed).step(step, judge));
            passed += verdict instanceof Pass ? 1.0 / seeds : 0;
            failed += verdict instanceof Fail ? 1.0 / seeds : 0;
        }
        return new Rates(passed, failed);
    }

    /** @param arguments how many steps of each kind, by default 200 */
    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int[][] lengths = {{12, 12}, {12, 36}, {24, 24}, {60, 60}, {60, 240}};
        for (StepJudge judge : new StepJudge[] {StepJudge.QUICK, StepJudge.CAREFUL}) {
            for (double poll : new double[] {0, 1}) {
                for (int[] length : lengths) {
                    StringBuilder row = new StringBuilder("| %.0f %% | %s | %s |"
                            .formatted(
                                    100 * judge.growthLimit(),
                                    poll > 0 ? "polls" : "stamps",
                                    length[0] == length[1] ? length[0] + " s" : length[0] + " to " + length[1] + " s"));
                    for (double share : SHARES) {
                        Rates rates = at(share, judge, length[0] < 60 ? 3 : 10, length[0], length[1], poll, seeds);
                        row.append(" %.1f / %.1f / %.1f |"
                                .formatted(
                                        100 * rates.passed,
                                        100 * rates.failed,
                                        100 * (1 - rates.passed - rates.failed)));
                    }
                    System.out.println(row.toString().replace("-0.0", "0.0"));
                }
            }
        }
    }
}
