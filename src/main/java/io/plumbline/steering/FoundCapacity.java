package io.plumbline.steering;

import io.plumbline.capacity.Capacity;
import io.plumbline.capacity.CapacityResult;
import io.plumbline.capacity.JudgedStep;
import io.plumbline.capacity.Limit;
import io.plumbline.capacity.Prediction;
import io.plumbline.capacity.Slope;
import io.plumbline.capacity.StepJudge;
import io.plumbline.capacity.StepVerdict;
import io.plumbline.result.BacklogSeries;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.CapacityFigures.LimitedBy;
import io.plumbline.result.RunRecord.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a search found in the words of the run record. */
final class FoundCapacity {

    private FoundCapacity() {}

    /** @param p95 of each step */
    static CapacityFigures figures(
            CapacityResult result,
            Optional<Prediction> prediction,
            StepJudge judge,
            List<Bounded> p95,
            BacklogSeries backlog) {
        Capacity capacity = result.capacity();
        List<CapacityFigures.Step> steps = new ArrayList<>();
        for (int i = 0; i < result.steps().size(); i++) {
            steps.add(step(result.steps().get(i), p95.get(i)));
        }
        Double lastPass = null;
        Double firstFail = null;
        boolean confirmed = false;
        LimitedBy limitedBy = null;
        if (capacity instanceof Capacity.Between between) {
            lastPass = between.lastPass();
            firstFail = between.firstFail();
            confirmed = between.confirmed();
            limitedBy = limitedBy(between.limitedBy());
        } else if (capacity instanceof Capacity.AtLeast least) {
            lastPass = least.lastPass();
            confirmed = least.confirmed();
            limitedBy = least.because() == Capacity.Because.GENERATOR ? LimitedBy.GENERATOR : null;
        } else if (capacity instanceof Capacity.Below below) {
            firstFail = below.firstFail();
            limitedBy = limitedBy(below.limitedBy());
        }
        return new CapacityFigures(
                result.sentence(),
                lastPass,
                firstFail,
                confirmed,
                limitedBy,
                judge.growthLimit(),
                prediction.map(predicted -> predicted(predicted, capacity)).orElse(null),
                steps,
                backlog);
    }

    private static CapacityFigures.Prediction predicted(Prediction prediction, Capacity measured) {
        return new CapacityFigures.Prediction(
                prediction.beside(measured),
                prediction.ceilings().stream()
                        .map(ceiling ->
                                new CapacityFigures.Ceiling(ceiling.what(), limitedBy(ceiling.limit()), ceiling.rate()))
                        .toList());
    }

    private static CapacityFigures.Step step(JudgedStep step, Bounded p95) {
        var seen = step.observed();
        StepVerdict verdict = step.verdict();
        return new CapacityFigures.Step(
                Flow.instant(seen.fromMicros()),
                Flow.instant(seen.toMicros()),
                step.drained().map(drained -> Flow.instant(drained.atMicros())).orElse(Flow.instant(seen.toMicros())),
                seen.rate(),
                seen.achievedRate(),
                result(verdict),
                verdict instanceof StepVerdict.Fail fail ? limitedBy(fail.limit()) : null,
                verdict.growth().map(FoundCapacity::bounded).orElse(Bounded.NOTHING),
                seen.throttled(),
                step.drained().map(drained -> drained.missing()).orElse(0L),
                p95,
                verdict.reasons());
    }

    private static CapacityFigures.Result result(StepVerdict verdict) {
        if (verdict instanceof StepVerdict.Pass) {
            return CapacityFigures.Result.PASS;
        }
        return verdict instanceof StepVerdict.Fail ? CapacityFigures.Result.FAIL : CapacityFigures.Result.UNDECIDED;
    }

    static Bounded bounded(Slope slope) {
        return new Bounded(slope.lower(), slope.perSecond(), slope.upper());
    }

    private static LimitedBy limitedBy(Limit limit) {
        return switch (limit) {
            case SHARD -> LimitedBy.SHARDS;
            case LAMBDA -> LimitedBy.FUNCTION;
            case BIGQUERY -> LimitedBy.BIGQUERY;
            case GENERATOR -> LimitedBy.GENERATOR;
            case NOT_TOLD -> LimitedBy.NOT_TOLD;
        };
    }
}
