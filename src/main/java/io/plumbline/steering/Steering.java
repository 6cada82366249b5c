package io.plumbline.steering;

import io.plumbline.settings.Settings;
import java.time.Duration;

/** What a load is for whose rate is decided while it goes on. */
public sealed interface Steering {

    /** How long it may take, by the settings. */
    Duration longest(Settings settings);

    /** It searches for the pipeline's capacity. */
    record Search(int recordsPerUser) implements Steering {

        /** Canaries and a warm-up. */
        private static final Duration BEFORE = Duration.ofMinutes(4);

        @Override
        public Duration longest(Settings settings) {
            return settings.capacity()
                    .maxTime()
                    .plus(settings.capacity().drain())
                    .plus(BEFORE);
        }
    }

    /** It disturbs the pipeline and watches it recover. */
    record Disturbing(RecoveryLoad.Rates rates) implements Steering {
        @Override
        public Duration longest(Settings settings) {
            Settings.Recovery wanted = settings.recovery();
            return wanted.warmUp()
                    .plus(wanted.baseline())
                    .plus(wanted.disturbed())
                    .plus(wanted.within());
        }
    }
}
