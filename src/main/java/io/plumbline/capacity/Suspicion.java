package io.plumbline.capacity;

import java.util.List;
import java.util.Map;

/**
 * What limits a pipeline that does not keep up, by the stages' times within the step. The last stage that grew is where the
 * records queue up behind, for a slow insert makes the function late, and a late function makes records wait in the shard.
 * Where only that wait grew, the function is too slow at its usual pace: its insert is to blame if it takes most of its time.
 */
record Suspicion(Limit limit, List<String> reasons) {

    /** Times vary by chance; those of a queue that fills grow severalfold. */
    private static final double GREW = 1.5;

    /** @param grows whether the backlog does, which then waits somewhere though no time may show it yet */
    static Suspicion by(Map<Stage, Stage.Times> stages, boolean grows) {
        if (grew(stages, Stage.VISIBLE)) {
            return new Suspicion(Limit.BIGQUERY, List.of(growth(stages, Stage.VISIBLE)));
        }
        if (grew(stages, Stage.INSERT)) {
            return new Suspicion(Limit.BIGQUERY, List.of(growth(stages, Stage.INSERT)));
        }
        if (grew(stages, Stage.FUNCTION)) {
            return new Suspicion(Limit.LAMBDA, List.of(growth(stages, Stage.FUNCTION)));
        }
        if (grew(stages, Stage.WAIT) || grows && stages.containsKey(Stage.WAIT)) {
            return waiting(stages);
        }
        return new Suspicion(
                Limit.NOT_TOLD,
                List.of(stages.isEmpty() ? "the table has no stamps that tell where" : "no stage's time tells where"));
    }

    private static Suspicion waiting(Map<Stage, Stage.Times> stages) {
        String waits = growth(stages, Stage.WAIT) + ": records wait in the shards for the function";
        Stage.Times function = stages.get(Stage.FUNCTION);
        Stage.Times insert = stages.get(Stage.INSERT);
        if (function == null || insert == null) {
            return new Suspicion(Limit.LAMBDA, List.of(waits));
        }
        double share = insert.lateMillis() / Math.max(1e-9, function.lateMillis() + insert.lateMillis());
        String takes = "of a batch's time the insert takes " + Words.percent(share);
        return new Suspicion(share > 0.5 ? Limit.BIGQUERY : Limit.LAMBDA, List.of(waits, takes));
    }

    private static boolean grew(Map<Stage, Stage.Times> stages, Stage stage) {
        Stage.Times times = stages.get(stage);
        return times != null && times.lateMillis() > GREW * times.earlyMillis() + 1;
    }

    private static String growth(Map<Stage, Stage.Times> stages, Stage stage) {
        Stage.Times times = stages.get(stage);
        if (times == null) {
            throw new IllegalArgumentException(stage + " was not measured.");
        }
        return stage.label() + " went from " + Words.duration(times.earlyMillis()) + " to "
                + Words.duration(times.lateMillis());
    }
}
