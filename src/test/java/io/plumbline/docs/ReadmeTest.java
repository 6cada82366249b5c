package io.plumbline.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Colours;
import io.plumbline.report.ConsoleReport;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's simulation compiles, its block is what is printed, its commands are those that are run. */
class ReadmeTest {

    @Test
    void itHasASimulation() {
        assertThat(Paper.README.blocks("java")).isNotEmpty();
    }

    @Test
    void theSimulationsOfAllPapersCompile(@TempDir Path classes) throws IOException {
        for (Paper paper : Paper.all()) {
            for (String snippet : paper.blocks("java")) {
                if (!snippet.contains("public class")) {
                    continue; // CookbookTest's
                }
                assertThat(Snippets.errors(snippet, classes))
                        .as("%s in %s", snippet, paper)
                        .isEmpty();
            }
        }
    }

    @Test
    void whatDoesNotCompileIsFound(@TempDir Path classes) throws IOException {
        assertThat(Snippets.errors("public class Broken { int number = \"text\"; }", classes))
                .hasSize(1);
    }

    @Test
    void itsBlockIsWhatTheExampleRunPrints() throws IOException {
        RunRecord example;
        try (InputStream json = Files.newInputStream(Path.of("docs/example/run.json"))) {
            example = RunRecordJson.read(json);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ConsoleReport.print(example, List.of(), new PrintStream(printed, true, UTF_8), Colours.OFF);

        assertThat(Paper.README.blocks("text"))
                .containsExactly(printed.toString(UTF_8).replace("reports:\n", ""));
    }

    @Test
    void itsDependenciesAreThoseOfTheExample() {
        String pom = Paper.read(Path.of("examples/own-project/pom.xml"));

        assertThat(Paper.README.blocks("xml")).singleElement().satisfies(block -> assertThat(pom)
                .contains(block.indent(2).replaceAll("(?m)^ +$", "")));
    }

    @Test
    void itsTestCommandIsWhatTheBuildServerRuns() {
        Path script = Path.of(".ci/run");

        assertThat(script).isExecutable();
        assertThat(Paper.README.blocks("sh").get(0)).contains("mvn gatling:test ", "mvn verify ");
        assertThat(Paper.read(script)).contains("\nexec mvn -B verify ");
    }
}
