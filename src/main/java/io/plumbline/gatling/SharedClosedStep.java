package io.plumbline.gatling;

import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import io.plumbline.settings.Settings.Share;
import scala.concurrent.duration.FiniteDuration;

/** A generator's share of a step's users: those of all generators add up to the step's at any moment. */
record SharedClosedStep(ClosedInjectionStep step, Share share) implements ClosedInjectionStep {

    @Override
    public int valueAt(FiniteDuration moment) {
        return (int) share.of(step.valueAt(moment));
    }

    @Override
    public FiniteDuration duration() {
        return step.duration();
    }

    @Override
    public boolean isEmpty() {
        return step.isEmpty();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SharedClosedStep;
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int place) {
        return step;
    }
}
