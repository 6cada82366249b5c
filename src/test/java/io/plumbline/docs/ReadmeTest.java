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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's simulation compiles, its block is what is printed, its commands are those that are run. */
class ReadmeTest {

    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

    @Test
    void itHasASimulation() {
        assertThat(Paper.README.blocks("java")).isNotEmpty();
    }

    @Test
    void theSimulationsOfAllPapersCompile(@TempDir Path classes) throws IOException {
        for (Paper paper : Paper.all()) {
            for (String snippet : paper.blocks("java")) {
                assertThat(errors(snippet, classes))
                        .as("%s in %s", snippet, paper)
                        .isEmpty();
            }
        }
    }

    @Test
    void whatDoesNotCompileIsFound(@TempDir Path classes) throws IOException {
        assertThat(errors("public class Broken { int number = \"text\"; }", classes))
                .hasSize(1);
    }

    private static List<String> errors(String source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
            compiler.getTask(null, files, found, options, null, List.of(file(source)))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    private static JavaFileObject file(String source) {
        Matcher name = CLASS_NAME.matcher(source);
        assertThat(name.find()).as(source).isTrue();
        URI uri = URI.create("string:///" + name.group(1) + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
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
    void itsTestCommandIsWhatTheBuildServerRuns() {
        Path script = Path.of(".ci/run");

        assertThat(script).isExecutable();
        assertThat(Paper.README.blocks("sh").get(0)).contains("mvn gatling:test ", "mvn verify ");
        assertThat(Paper.read(script)).contains("\nexec mvn -B verify ");
    }
}
