package io.plumbline.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Terraform before a copy of {@code infra}, so that nothing is left in the project. Providers come from folders of this
 * machine alone, never from a registry: from that which {@link #MIRROR} names, or from where Terraform itself looks for
 * them.
 */
final class Terraform {

    /** Not {@code PLUMBLINE_…}: simulations that tests start would take it for a misspelt setting. */
    static final String MIRROR = "TERRAFORM_TEST_MIRROR";

    private static final Path SOURCE = Path.of("infra");
    private static final long LIMIT_MINUTES = 8;
    private static final JsonMapper JSON = new JsonMapper();

    /** What the machine that runs the tests may have set for itself. */
    private static final Pattern NOT_THE_TESTS = Pattern.compile("(TF_|AWS_|GOOGLE_|GCP_).*");

    private final Path folder;
    private final Path config;
    private final List<Path> mirrors;

    private Terraform(Path folder, Path config, List<Path> mirrors) {
        this.folder = folder;
        this.config = config;
        this.mirrors = mirrors;
    }

    /** How a call ended, and all that it printed. */
    record Ran(int exit, String printed) {

        Ran succeeded() {
            assertThat(exit).as(printed).isZero();
            return this;
        }

        /** A line each of what was printed by {@code -json}. */
        List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line : printed.lines().toList()) {
                events.add(JSON.readTree(line));
            }
            return events;
        }
    }

    /**
     * Skips the test where Terraform is not on this machine.
     *
     * @param test whose copy it is
     */
    static Terraform copiedFor(String test) throws IOException {
        assumeThat(onPath())
                .as("terraform is not on this machine: nothing below infra/terraform was run")
                .isTrue();
        Path folder = Path.of("target/terraform", test).toAbsolutePath();
        delete(folder);
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.filter(Terraform::belongsToTheProject).toList()) {
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path none = Files.createDirectories(folder.resolve("no-providers"));
        List<Path> mirrors = Stream.concat(mirrors(), Stream.of(none)).toList();
        Path config = Files.writeString(folder.resolve("terraformrc"), config(mirrors));
        return new Terraform(folder.resolve("infra/terraform"), config, mirrors);
    }

    /** Links are deleted, not what they lead to: providers are such links. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean belongsToTheProject(Path file) {
        return Files.isRegularFile(file) && !file.toString().matches(".*([/\\\\]\\.terraform|\\.tfstate|\\.tfvars$).*");
    }

    private static boolean onPath() {
        return folders(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(each -> Files.isExecutable(each.resolve("terraform")));
    }

    /** As Terraform looks for them on Linux, behind the one that is named. */
    private static Stream<Path> mirrors() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        folders(System.getenv().getOrDefault(MIRROR, "")),
                        Stream.of(home.resolve(".terraform.d/plugins"), home.resolve(".local/share/terraform/plugins")),
                        folders(System.getenv().getOrDefault("XDG_DATA_DIRS", "/usr/local/share:/usr/share"))
                                .map(each -> each.resolve("terraform/plugins")))
                .flatMap(each -> each)
                .filter(Files::isDirectory);
    }

    private static Stream<Path> folders(String joined) {
        return Stream.of(joined.split(File.pathSeparator))
                .filter(each -> !each.isBlank())
                .map(Path::of);
    }

    private static String config(List<Path> mirrors) throws IOException {
        StringBuilder config = new StringBuilder("disable_checkpoint = true\nprovider_installation {\n");
        for (Path mirror : mirrors) {
            config.append("  filesystem_mirror {\n    path = ")
                    .append(JSON.writeValueAsString(mirror.toAbsolutePath().toString()))
                    .append("\n  }\n");
        }
        return config.append("}\n").toString();
    }

    /** Skips the test where one of them is in no folder of this machine. */
    Terraform needs(String what, List<String> providers) {
        for (String provider : providers) {
            assumeThat(mirrors)
                    .as("%s is in no folder of this machine that %s or Terraform names: %s", provider, MIRROR, what)
                    .anyMatch(mirror -> Files.isDirectory(mirror.resolve("registry.terraform.io/" + provider)));
        }
        return this;
    }

    /** @param name below {@code infra/terraform} */
    void change(String name, UnaryOperator<String> how) throws IOException {
        Path file = folder.resolve(name);
        String before = Files.readString(file, UTF_8);
        String after = how.apply(before);
        assertThat(after).as("%s, changed", name).isNotEqualTo(before);
        Files.writeString(file, after, UTF_8);
    }

    Path folder() {
        return folder;
    }

    /** @param module its folder below {@code infra/terraform} */
    Ran run(String module, String... arguments) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(config.getParent(), "printed", ".txt");
        List<String> command = new ArrayList<>(List.of("terraform", "-chdir=" + folder.resolve(module)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> NOT_THE_TESTS.matcher(name).matches());
        builder.environment().put("TF_CLI_CONFIG_FILE", config.toString());
        builder.environment().put("TF_IN_AUTOMATION", "true");
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(command + " did not end:\n" + Files.readString(printed));
        }
        return new Ran(process.exitValue(), Files.readString(printed, UTF_8));
    }

    void init(String module) throws IOException, InterruptedException {
        run(module, "init", "-backend=false", "-input=false", "-no-color").succeeded();
    }
}
