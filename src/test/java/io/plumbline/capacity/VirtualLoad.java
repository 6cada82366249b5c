package io.plumbline.capacity;

import io.plumbline.capacity.Instruction.Done;
import io.plumbline.capacity.Instruction.Drain;
import io.plumbline.capacity.Instruction.Step;
import io.plumbline.capacity.StepVerdict.Undecided;
import io.plumbline.capacity.model.ModelPipeline;
import io.plumbline.capacity.model.ModelPipeline.Batch;
import io.plumbline.capacity.model.PipelineParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Does what a search says to a model of a pipeline. */
final class VirtualLoad {

    private final PipelineParameters parameters;
    private final ModelPipeline pipeline;

    VirtualLoad(PipelineParameters parameters, long seed) {
        this.parameters = parameters;
        this.pipeline = new ModelPipeline(parameters, seed);
    }

    CapacityResult search(SearchSettings settings, StepJudge judge) {
        CapacitySearch search = CapacitySearch.start(settings, judge, micros(pipeline.now()));
        while (true) {
            Instruction next = search.next();
            if (next instanceof Done done) {
                return done.result();
            }
            search = next instanceof Step step ? search.after(step(step, judge)) : search.after(drain((Drain) next));
        }
    }

    StepObservation step(Step step, StepJudge judge) {
        pipeline.run(seconds(step.warmUp()), step.rate());
        double from = pipeline.now();
        long sent = pipeline.sent();
        int sampled = pipeline.samples().size();
        Duration length = step.minLength();
        while (true) {
            pipeline.run(from + seconds(length) - pipeline.now(), step.rate());
            StepObservation seen = observed(step.rate(), from, pipeline.sent() - sent, sampled);
            if (length.equals(step.maxLength()) || !(judge.judge(seen) instanceof Undecided)) {
                return seen;
            }
            length = step.extended(length);
        }
    }

    private Drained drain(Drain drain) {
        double end = pipeline.now() + seconds(drain.limit());
        while (pipeline.backlog() > drain.baseline() && pipeline.now() < end) {
            pipeline.run(0.2, 0);
        }
        return new Drained(micros(pipeline.now()), pipeline.backlog(), 0);
    }

    private StepObservation observed(double rate, double from, long sent, int sampled) {
        double to = pipeline.now();
        // At random the number differs from what was planned, which is no fault of the generator.
        double achieved = parameters.poisson() ? Math.min(rate, parameters.generatorLimit()) : sent / (to - from);
        return new StepObservation(
                rate,
                micros(from),
                micros(to),
                backlog(pipeline.samples().subList(sampled, pipeline.samples().size())),
                achieved,
                pipeline.throttles().stream().filter(at -> at >= from).count(),
                0,
                List.of(),
                List.of(),
                stages(pipeline.batches().stream()
                        .filter(batch -> batch.endSeconds() >= from && batch.endSeconds() < to)
                        .toList()));
    }

    static Backlog backlog(List<ModelPipeline.Sample> samples) {
        return new Backlog(samples.stream()
                .map(sample -> new Backlog.Sample(micros(sample.atSeconds()), sample.backlog()))
                .toList());
    }

    private static Map<Stage, Stage.Times> stages(List<Batch> batches) {
        if (batches.size() < 3) {
            return Map.of();
        }
        List<Batch> early = batches.subList(0, batches.size() / 3);
        List<Batch> late = batches.subList(batches.size() - batches.size() / 3, batches.size());
        return Map.of(
                Stage.WAIT, times(early, late, Batch::waited),
                Stage.FUNCTION, times(early, late, Batch::function),
                Stage.INSERT, times(early, late, Batch::insert));
    }

    private static Stage.Times times(List<Batch> early, List<Batch> late, ToDoubleFunction<Batch> seconds) {
        return new Stage.Times(medianMillis(early, seconds), medianMillis(late, seconds));
    }

    private static double medianMillis(List<Batch> batches, ToDoubleFunction<Batch> seconds) {
        double[] sorted = batches.stream().mapToDouble(seconds).sorted().toArray();
        return sorted[sorted.length / 2] * 1e3;
    }

    static long micros(double seconds) {
        return Math.round(seconds * 1e6);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
