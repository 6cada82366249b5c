package io.plumbline.capacity;

import io.plumbline.capacity.Capacity.AtLeast;
import io.plumbline.capacity.Capacity.Because;
import io.plumbline.capacity.Capacity.Below;
import io.plumbline.capacity.Capacity.Between;
import io.plumbline.capacity.Capacity.NotKnown;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Between which rates the capacity lies, by the steps so far.
 *
 * @param lastPass the highest rate that passed, below the lowest that failed
 * @param passes how many steps of that rate did
 * @param failures of rates that failed when they were tried last, lowest first; one by the generator counts if it happened twice, for a pause may come once
 * @param again what failed by the generator once, and last
 */
record Bracket(OptionalDouble lastPass, long passes, List<JudgedStep> failures, OptionalDouble again) {

    private static final int CONFIRMED = 2;

    static Bracket of(List<JudgedStep> steps) {
        List<JudgedStep> failures = steps.stream()
                .filter(step -> !step.passed() && (!step.saysNothing() || unsent(steps, step.rate()) > 1))
                .filter(step -> !passedAtLast(steps, step.rate()))
                .sorted(Comparator.comparingDouble(JudgedStep::rate))
                .toList();
        OptionalDouble again = steps.stream()
                .skip(Math.max(0, steps.size() - 1))
                .filter(step -> step.saysNothing() && unsent(steps, step.rate()) == 1)
                .mapToDouble(JudgedStep::rate)
                .findFirst();
        double firstFail =
                failures.isEmpty() ? Double.POSITIVE_INFINITY : failures.get(0).rate();
        List<Double> passed = steps.stream()
                .filter(step -> step.passed() && step.rate() < firstFail && passedAtLast(steps, step.rate()))
                .map(JudgedStep::rate)
                .toList();
        OptionalDouble lastPass = passed.stream().mapToDouble(rate -> rate).max();
        long passes =
                passed.stream().filter(rate -> rate == lastPass.orElseThrow()).count();
        return new Bracket(lastPass, passes, failures, again);
    }

    /** A rate that was tried more than once is what it was at last. */
    private static boolean passedAtLast(List<JudgedStep> steps, double rate) {
        return steps.stream()
                .filter(step -> step.rate() == rate && !step.saysNothing())
                .reduce((earlier, later) -> later)
                .filter(JudgedStep::passed)
                .isPresent();
    }

    private static long unsent(List<JudgedStep> steps, double rate) {
        return steps.stream()
                .filter(step -> step.saysNothing() && step.rate() == rate)
                .count();
    }

    /** Empty where there is no more to try. */
    Optional<Double> nextRate(SearchSettings settings) {
        if (again.isPresent()) {
            return Optional.of(again.getAsDouble());
        }
        if (failures.isEmpty()) {
            return lastPass.isEmpty() ? Optional.of(settings.start()) : upwards(settings);
        }
        double firstFail = failures.get(0).rate();
        if (lastPass.isEmpty()) {
            return firstFail > settings.floor()
                    ? Optional.of(Math.max(settings.floor(), firstFail / settings.factor()))
                    : Optional.empty();
        }
        double pass = lastPass.getAsDouble();
        return firstFail > pass * (1 + settings.precision())
                ? Optional.of((pass + firstFail) / 2)
                : confirmation().or(this::secondChance);
    }

    /** What failed may have failed by a disturbance that comes once. */
    private Optional<Double> secondChance() {
        JudgedStep first = failures.get(0);
        long failed =
                failures.stream().filter(step -> step.rate() == first.rate()).count();
        return first.failed() && !first.saysNothing() && failed < CONFIRMED
                ? Optional.of(first.rate())
                : Optional.empty();
    }

    private Optional<Double> upwards(SearchSettings settings) {
        double pass = lastPass.orElseThrow();
        return pass < settings.ceiling()
                ? Optional.of(Math.min(settings.ceiling(), pass * settings.factor()))
                : confirmation();
    }

    private Optional<Double> confirmation() {
        return confirmed() ? Optional.empty() : Optional.of(lastPass.orElseThrow());
    }

    private boolean confirmed() {
        return passes >= CONFIRMED;
    }

    Capacity capacity(SearchSettings settings) {
        if (failures.isEmpty()) {
            return lastPass.isEmpty()
                    ? new NotKnown("no step said anything of it")
                    : atLeast(lastPass.getAsDouble() < settings.ceiling() ? Because.STOPPED : Because.CEILING);
        }
        JudgedStep first = failures.get(0);
        boolean generator = first.saysNothing();
        if (lastPass.isPresent()) {
            return generator
                    ? atLeast(Because.GENERATOR)
                    : new Between(lastPass.getAsDouble(), first.rate(), first.failed(), limitedBy(), confirmed());
        }
        return generator
                ? new NotKnown("the generator did not make the load, down to " + Words.rate(first.rate()))
                : new Below(first.rate(), first.failed(), limitedBy());
    }

    private AtLeast atLeast(Because because) {
        return new AtLeast(lastPass.orElseThrow(), confirmed(), because);
    }

    /** By the lowest failure that tells; close to the limit it often cannot be told yet. */
    private Limit limitedBy() {
        return failures.stream()
                .map(JudgedStep::limit)
                .filter(limit -> limit != Limit.NOT_TOLD && limit != Limit.GENERATOR)
                .findFirst()
                .orElse(Limit.NOT_TOLD);
    }
}
