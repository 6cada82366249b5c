package io.plumbline.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs scripts as Jenkins does, by {@code sh -xe} in the job's folder; what they print is in {@code console.txt} there.
 */
public final class JobShell implements PipelineRecorder.Shell {

    private static final long LIMIT_MINUTES = 10;

    /** What the machine that runs the tests may have set for itself. */
    private static final Pattern NOT_THE_JOBS =
            Pattern.compile("(AWS|GCP|BQ|KINESIS|LAMBDA|BIGQUERY|PLUMBLINE|GOOGLE|TEST_RUN_ID|MAVEN).*");

    private final Path folder;
    private final Map<String, Integer> exits = new LinkedHashMap<>();
    private final Map<String, String> environment;

    /** @param bin a folder whose programs count more than all others */
    public JobShell(Path folder, Path bin, Map<String, String> environment) {
        this.folder = folder;
        this.environment = new LinkedHashMap<>(environment);
        this.environment.put("PATH", bin.toAbsolutePath() + ":" + System.getenv("PATH"));
    }

    @Override
    public int run(String label, String script, Map<String, String> variables) {
        try {
            Path file = Files.writeString(folder.resolve("script.sh"), script);
            ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-xe", file.toString()))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("console.txt").toFile()));
            builder.environment()
                    .keySet()
                    .removeIf(name -> NOT_THE_JOBS.matcher(name).matches());
            builder.environment().putAll(environment);
            builder.environment().putAll(variables);
            int exit = ended(builder.start());
            exits.put(label, exit);
            return exit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int ended(Process process) {
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("did not end within " + LIMIT_MINUTES + " minutes:\n" + console());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
    }

    /** The last exit code of the script with a label. */
    public int exit(String label) {
        return exits.get(label);
    }

    /** All that was printed. */
    public String console() {
        return Paper.read(folder.resolve("console.txt"));
    }
}
