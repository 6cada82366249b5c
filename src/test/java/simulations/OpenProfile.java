package simulations;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.plumbline.settings.Settings.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Open profiles that several simulations have. Gatling refuses a ramp that takes no time, so that is left out. */
final class OpenProfile {

    private OpenProfile() {}

    /** Up to the rate, at the rate, and down. */
    static OpenInjectionStep[] ramped(Load load) {
        List<OpenInjectionStep> steps = new ArrayList<>();
        ramp(steps, 0, load.rate(), load.ramp());
        steps.add(constantUsersPerSec(load.rate()).during(load.duration()));
        ramp(steps, load.rate(), 0, load.rampDown());
        return steps.toArray(OpenInjectionStep[]::new);
    }

    /** At the rate, at the peak and at the rate again, each as long, with ramps between them. */
    static OpenInjectionStep[] spike(Load load) {
        List<OpenInjectionStep> steps = new ArrayList<>();
        steps.add(constantUsersPerSec(load.rate()).during(load.duration()));
        ramp(steps, load.rate(), load.peakRate(), load.ramp());
        steps.add(constantUsersPerSec(load.peakRate()).during(load.duration()));
        ramp(steps, load.peakRate(), load.rate(), load.rampDown());
        steps.add(constantUsersPerSec(load.rate()).during(load.duration()));
        return steps.toArray(OpenInjectionStep[]::new);
    }

    /** From level to level, up to the rate; each lasts as long. */
    static OpenInjectionStep[] stair(Load load) {
        List<OpenInjectionStep> steps = new ArrayList<>();
        for (int level = 1; level <= load.levels(); level++) {
            ramp(steps, rate(load, level - 1), rate(load, level), load.ramp());
            steps.add(constantUsersPerSec(rate(load, level)).during(load.duration()));
        }
        return steps.toArray(OpenInjectionStep[]::new);
    }

    private static double rate(Load load, int level) {
        return load.rate() * level / load.levels();
    }

    private static void ramp(List<OpenInjectionStep> steps, double from, double to, Duration during) {
        if (!during.isZero()) {
            steps.add(rampUsersPerSec(from).to(to).during(during));
        }
    }
}
