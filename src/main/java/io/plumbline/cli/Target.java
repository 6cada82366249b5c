package io.plumbline.cli;

import io.plumbline.run.RunStart;
import io.plumbline.run.StandIn;
import io.plumbline.run.StartFailure;
import io.plumbline.settings.Need;
import io.plumbline.settings.Problem;
import io.plumbline.settings.Settings;
import io.plumbline.settings.SettingsException;
import io.plumbline.settings.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pipeline that the settings name, or the stand-in where they name none and there is one.
 *
 * @param standIn started for this; closed with it
 */
record Target(SettingsLoader loader, Settings settings, Optional<StandIn.Running> standIn) implements AutoCloseable {

    static final Set<Need> NEEDS = Set.of(Need.PUT, Need.SHARDS, Need.ARRIVAL);

    /** Why there is none; sentences. */
    static final class Unusable extends Exception {

        private final List<String> problems;

        private Unusable(List<String> problems) {
            super(String.join("\n", problems));
            this.problems = problems;
        }

        List<String> problems() {
            return problems;
        }
    }

    static Target of(SettingsLoader loader) throws Unusable {
        try {
            Settings settings = loader.settings(NEEDS);
            if (settings.target() == Settings.Target.REAL_PIPELINE) {
                return new Target(loader, settings, Optional.empty());
            }
            StandIn.Running started = RunStart.standIn(truth());
            try {
                return new Target(loader, loader.withStandIn(started.environment(), NEEDS), Optional.of(started));
            } catch (SettingsException e) {
                started.close();
                throw e;
            }
        } catch (SettingsException e) {
            throw new Unusable(e.problems().stream().map(Problem::text).toList());
        } catch (StartFailure e) {
            throw new Unusable(e.problems());
        }
    }

    /** Nobody reads it. */
    private static Path truth() {
        try {
            Path file = Files.createTempFile("local-truth", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        standIn.ifPresent(StandIn.Running::close);
    }
}
