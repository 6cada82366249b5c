package io.plumbline.gatling;

import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import io.gatling.core.controller.inject.open.CompositeOpenInjectionStep;
import io.gatling.core.controller.inject.open.OpenInjectionProfile;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.core.controller.inject.open.PoissonOpenInjection;
import io.plumbline.settings.Settings.Share;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;

/**
 * The part of a profile that one of several generators has. Of an open profile it is every n-th user, begun when the
 * profile has him begin; of a closed one every n-th of those at work. So all generators together make the whole profile,
 * whatever it looks like. Of a randomised one, which each generator draws anew, users are left to chance.
 */
final class SharedProfile {

    private SharedProfile() {}

    /** @throws IllegalStateException if this is not the version of Gatling that this was made for */
    static InjectionProfile of(InjectionProfile profile, Share share) {
        if (share.isWhole()) {
            return profile;
        }
        if (profile instanceof OpenInjectionProfile open) {
            return of(open, share);
        }
        if (profile instanceof ClosedInjectionProfile closed) {
            List<ClosedInjectionStep> steps = required(ProfileSteps.<ClosedInjectionStep>of(closed));
            return new ClosedInjectionProfile(steps.map(step -> new SharedClosedStep(step, share)));
        }
        throw new IllegalStateException("several generators cannot share a " + profile.getClass());
    }

    /** As {@link #of(InjectionProfile, Share)}. */
    static OpenInjectionProfile of(OpenInjectionProfile open, Share share) {
        if (share.isWhole()) {
            return open;
        }
        OpenInjectionStep all = new CompositeOpenInjectionStep(required(ProfileSteps.<OpenInjectionStep>of(open)));
        OpenInjectionStep ours =
                isRandom(all) ? SharedOpenStep.byChance(all, share) : SharedOpenStep.everyNth(all, share);
        return new OpenInjectionProfile(List$.MODULE$.<OpenInjectionStep>empty().$colon$colon(ours));
    }

    static boolean isRandom(OpenInjectionStep step) {
        return step instanceof PoissonOpenInjection
                || (step instanceof CompositeOpenInjectionStep composite
                        && composite.steps().exists(SharedProfile::isRandom));
    }

    private static <S> List<S> required(@Nullable List<S> steps) {
        if (steps == null) {
            throw new IllegalStateException("several generators cannot share a load with this version of Gatling:"
                    + " it does not show the load's steps");
        }
        return steps;
    }
}
