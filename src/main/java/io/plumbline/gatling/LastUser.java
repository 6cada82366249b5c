package io.plumbline.gatling;

import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import io.gatling.core.controller.inject.closed.ConstantConcurrentUsersInjection;
import java.util.concurrent.TimeUnit;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;
import scala.concurrent.duration.FiniteDuration;

/**
 * A closed profile that ends with no user, with one user for one more second. Gatling starts what follows a load when a
 * user ends of whom it knows that he is the last; after a ramp to none nobody is left to be that, and it waits for ever.
 */
final class LastUser {

    private LastUser() {}

    /**
     * Any other profile as it is.
     *
     * @throws IllegalStateException if this is not the version of Gatling that this was made for
     */
    static InjectionProfile atTheEndOf(InjectionProfile profile) {
        if (profile instanceof ClosedInjectionProfile closed) {
            List<ClosedInjectionStep> steps = ProfileSteps.of(closed);
            if (steps == null) {
                throw new IllegalStateException("this version of Gatling does not show the steps of a closed load");
            }
            if (!steps.isEmpty() && steps.last().valueAt(steps.last().duration()) == 0) {
                ClosedInjectionStep one =
                        new ConstantConcurrentUsersInjection(1, FiniteDuration.apply(1, TimeUnit.SECONDS));
                return new ClosedInjectionProfile(List$.MODULE$
                        .<ClosedInjectionStep>empty()
                        .$colon$colon(one)
                        .$colon$colon$colon(steps));
            }
        }
        return profile;
    }
}
