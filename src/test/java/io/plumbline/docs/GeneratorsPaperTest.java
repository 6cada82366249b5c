package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about many generators can be typed, and name what is there. */
@DisabledOnOs(OS.WINDOWS)
class GeneratorsPaperTest {

    private static final Paper PAPER = Paper.of("docs/generators.md");
    private static final Pattern FILE = Pattern.compile("\\binfra/[\\w./-]+");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");

    @TempDir
    Path folder;

    @Test
    void everyBlockIsAScriptForTheShell() throws Exception {
        List<String> blocks = PAPER.blocks("sh");

        assertThat(blocks).hasSizeGreaterThan(4);
        for (String block : blocks) {
            Path script = Files.writeString(folder.resolve("block.sh"), block);
            Process shell = new ProcessBuilder("sh", "-n", script.toString())
                    .inheritIO()
                    .start();
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).as(block).isZero();
        }
    }

    @Test
    void everyFileAndProfileThatIsTypedIsThere() {
        String typed = String.join("\n", PAPER.blocks("sh"));

        assertThat(all(FILE, typed)).hasSizeGreaterThan(4).allSatisfy(file -> assertThat(Path.of(file))
                .exists());
        assertThat(PROFILE.matcher(typed).results().map(named -> named.group(1)))
                .isNotEmpty()
                .allSatisfy(
                        profile -> assertThat(Paper.read(Path.of("pom.xml"))).contains("<id>" + profile + "</id>"));
    }

    @Test
    void theJobsThatAreAwaitedAreTheManifests() {
        List<String> awaited = all(Pattern.compile("get job [\\w-]+"), String.join("\n", PAPER.blocks("sh")));

        assertThat(awaited).hasSize(2).allSatisfy(job -> assertThat(Path.of("infra/kubernetes"))
                .isDirectoryRecursivelyContaining(file -> Files.isRegularFile(file)
                        && Paper.read(file).contains("\n  name: " + job.substring("get job ".length()) + "\n")));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }
}
