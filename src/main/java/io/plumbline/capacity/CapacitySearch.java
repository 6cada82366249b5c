package io.plumbline.capacity;

import io.plumbline.capacity.CapacityResult.End;
import io.plumbline.capacity.Instruction.Done;
import io.plumbline.capacity.Instruction.Drain;
import io.plumbline.capacity.Instruction.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches for the highest rate that a pipeline sustains: up by a factor until a step fails, then the bracket is halved
 * until it is narrow, then both of its ends are tried once more. What is next follows from the steps so far alone. A rate
 * is what it was when it was tried last: if the last pass is not confirmed, the search goes on below; if the first failure
 * is not, above. What the generator did not send is tried once more at once.
 *
 * <pre>{@code
 * while (!(search.next() instanceof Done)) {
 *     search = switch (search.next()) {
 *         case Step step -> search.after(load(step));   // extended while search.judge(…) is Undecided
 *         case Drain drain -> search.after(drain(drain));
 *     };
 * }
 * }</pre>
 */
public final class CapacitySearch {

    private final SearchSettings settings;
    private final StepJudge judge;
    private final long startMicros;
    private final List<JudgedStep> steps;

    private CapacitySearch(SearchSettings settings, StepJudge judge, long startMicros, List<JudgedStep> steps) {
        this.settings = settings;
        this.judge = judge;
        this.startMicros = startMicros;
        this.steps = List.copyOf(steps);
    }

    /** With no record on its way. */
    public static CapacitySearch start(SearchSettings settings, StepJudge judge, long nowMicros) {
        return new CapacitySearch(settings, judge, nowMicros, List.of());
    }

    /** Of a step that is not over: one that is undecided should be extended ({@link Step#extended}). */
    public StepVerdict judge(StepObservation soFar) {
        return judge.judge(soFar);
    }

    /** Ends a step. */
    public CapacitySearch after(StepObservation step) {
        if (!(next() instanceof Step due) || due.rate() != step.rate()) {
            throw new IllegalStateException("A step of " + step.rate() + " records/s was observed; due was " + next());
        }
        List<JudgedStep> more = new ArrayList<>(steps);
        more.add(new JudgedStep(step, judge.judge(step), Optional.empty()));
        return new CapacitySearch(settings, judge, startMicros, more);
    }

    /** Ends a drain. */
    public CapacitySearch after(Drained drained) {
        if (!(next() instanceof Drain)) {
            throw new IllegalStateException("A drain was observed; due was " + next());
        }
        List<JudgedStep> all = new ArrayList<>(steps);
        all.add(all.remove(all.size() - 1).after(drained));
        return new CapacitySearch(settings, judge, startMicros, all);
    }

    /** What to do now. */
    public Instruction next() {
        Optional<Drained> drained = last().flatMap(JudgedStep::drained);
        if (last().isPresent() && drained.isEmpty()) {
            return new Drain(0, settings.drainLimit());
        }
        Bracket bracket = Bracket.of(steps);
        if (drained.filter(drain -> drain.backlog() > 0).isPresent()) {
            return done(bracket, End.NOT_DRAINED);
        }
        Optional<Double> rate = bracket.nextRate(settings);
        if (rate.isEmpty()) {
            return done(bracket, End.FOUND);
        }
        if (steps.size() >= settings.maxSteps()) {
            return done(bracket, End.STEPS);
        }
        Duration left = settings.maxTime().minus(took()).minus(settings.warmUp());
        if (left.compareTo(settings.minLength()) < 0) {
            return done(bracket, End.TIME);
        }
        Duration longest = left.compareTo(settings.maxLength()) < 0 ? left : settings.maxLength();
        return new Step(rate.get(), settings.warmUp(), settings.minLength(), longest);
    }

    /** What is known where it ends here, whatever would be next. */
    public CapacityResult soFar() {
        return done(Bracket.of(steps), End.CUT_SHORT).result();
    }

    /** Those so far. */
    public List<JudgedStep> steps() {
        return steps;
    }

    private Done done(Bracket bracket, End end) {
        return new Done(new CapacityResult(bracket.capacity(settings), end, took(), steps));
    }

    private Duration took() {
        return Duration.ofNanos(
                1_000 * last().map(step -> step.endMicros() - startMicros).orElse(0L));
    }

    private Optional<JudgedStep> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }
}
