package io.plumbline.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which state of the sources a run was made from, as git says it. */
final class Revision {

    private static final long PATIENCE_SECONDS = 5;

    private Revision() {}

    /** Of the folder that the process runs in; {@code -dirty} behind it where something in it is not committed. */
    static Optional<String> here() {
        return of(Path.of(""));
    }

    /** Empty where there is no git, or nothing that it knows. */
    static Optional<String> of(Path folder) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            // It fits into the pipe, so it can be read once the process has ended.
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.exitValue() == 0 && !said.isEmpty() ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
