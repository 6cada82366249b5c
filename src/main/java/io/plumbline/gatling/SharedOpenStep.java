package io.plumbline.gatling;

import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.plumbline.settings.Settings.Share;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;

/**
 * Some of the users of a step, begun when the step has them begin.
 *
 * @param ours makes what tells by a user's place in the step whether he is among them; the same each time
 */
record SharedOpenStep(OpenInjectionStep step, Supplier<LongPredicate> ours) implements OpenInjectionStep {

    static OpenInjectionStep everyNth(OpenInjectionStep step, Share share) {
        return new SharedOpenStep(step, () -> share::has);
    }

    /** Every n-th of users who come at random would come more evenly than at random. */
    static OpenInjectionStep byChance(OpenInjectionStep step, Share share) {
        long seed = ThreadLocalRandom.current().nextLong();
        return new SharedOpenStep(step, () -> {
            Random random = new Random(seed);
            return place -> random.nextInt(share.count()) == 0;
        });
    }

    @Override
    public Iterator<FiniteDuration> chain(Iterator<FiniteDuration> following) {
        FiniteDuration after = duration();
        return moments().concat(() -> following.map(moment -> moment.$plus(after)));
    }

    private Iterator<FiniteDuration> moments() {
        LongPredicate chosen = ours.get();
        return step.chain(Iterator.empty())
                .zipWithIndex()
                .filter(user -> chosen.test((Integer) user._2()))
                .map(user -> user._1());
    }

    @Override
    public long users() {
        return moments().size();
    }

    @Override
    public FiniteDuration duration() {
        return step.duration();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SharedOpenStep;
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
