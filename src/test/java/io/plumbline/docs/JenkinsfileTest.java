package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.docs.PipelineRecorder.Build;
import io.plumbline.docs.PipelineRecorder.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of the nightly job, and the result of the build, by how the load ends. */
class JenkinsfileTest {

    private static final Path JENKINSFILE = Path.of("Jenkinsfile");
    private static final Pattern SETTING = Pattern.compile("-D(plumbline(\\.[a-z][A-Za-z0-9]*)+)=");
    private static final List<String> PIPELINE =
            List.of("AWS_REGION", "KINESIS_STREAM_NAME", "GCP_PROJECT_ID", "BQ_DATASET", "BQ_TABLE");
    private static final List<String> CREDENTIALS =
            List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "GOOGLE_APPLICATION_CREDENTIALS");
    private static final Map<String, String> REAL = Map.of("TARGET", "real pipeline", "BQ_TABLE", "events");

    /** The variables that each script had, by its label. */
    private final Map<String, Map<String, String>> variables = new LinkedHashMap<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PASS,                         0, 0,   SUCCESS,  sh keep",
        "an assertion of its own,      1, 0,   UNSTABLE, unstable",
        "FAIL,                         1, 2,   UNSTABLE, unstable",
        "INVALID,                      1, 3,   FAILURE,  error",
        "no verdict,                   1, 1,   FAILURE,  error",
        "mvn not there,              127, 127, FAILURE,  error",
        "no verdict though Maven ended well, 0, 1, FAILURE, error"
    })
    void eachOutcomeHasItsResultAndIsPublished(String outcome, int load, int verdict, String result, String then) {
        Build build = build(Map.of(), Map.of("load", load, "verdict", verdict));

        assertThat(build.result()).isEqualTo(result);
        assertThat(build.steps())
                .containsExactly(
                        "sh prepare",
                        "sh load",
                        "sh verdict",
                        then,
                        "junit",
                        "archiveArtifacts",
                        "gatlingArchive",
                        "publishHTML");
    }

    @Test
    void itIsPublishedEvenIfNothingCouldBegin() {
        Build build = build(Map.of(), Map.of("prepare", 1));

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.steps())
                .containsExactly("sh prepare", "junit", "archiveArtifacts", "gatlingArchive", "publishHTML");
    }

    @Test
    void publishingTakesWhatThereIs() {
        Build build = build(Map.of(), Map.of("load", 1, "verdict", 1));

        assertThat(only(build, "junit").argument("testResults")).isEqualTo("results/*/junit.xml");
        assertThat(only(build, "junit").argument("allowEmptyResults")).isEqualTo(true);
        assertThat(only(build, "archiveArtifacts").argument("artifacts")).isEqualTo("results/**");
        assertThat(only(build, "archiveArtifacts").argument("allowEmptyArchive"))
                .isEqualTo(true);
        assertThat((Map<?, ?>) only(build, "publishHTML").argument("target"))
                .anySatisfy((key, value) -> assertThat(value).hasToString("results/nightly-7/report"))
                .satisfies(page -> assertThat(page.get("reportFiles")).isEqualTo("index.html"))
                .satisfies(page -> assertThat(page.get("allowMissing")).isEqualTo(true));
    }

    @Test
    void theJobRunsEachNightAndOneBuildAtATime() {
        Build build = build(Map.of(), Map.of());

        assertThat(only(build, "cron").arguments()).containsExactly("H 2 * * *");
        assertThat(build.calls())
                .filteredOn(call -> call.within().equals("options"))
                .extracting(Call::name)
                .contains("timestamps", "disableConcurrentBuilds", "timeout", "buildDiscarder");
    }

    @Test
    void theStandInGetsNoCredentials() {
        Build build = build(Map.of(), Map.of());

        assertThat(build.calls("withCredentials")).isEmpty();
        assertThat(variables).hasSize(4).allSatisfy((label, all) -> assertThat(all)
                .containsEntry("TEST_RUN_ID", "nightly-7")
                .doesNotContainKeys(CREDENTIALS.toArray(String[]::new)));
    }

    @Test
    void ofARealPipelineOnlyTheLoadGetsThem() {
        Build build = build(REAL, Map.of("load", 1, "verdict", 2));

        assertThat(build.result()).isEqualTo("UNSTABLE");
        assertThat(build.steps()).startsWith("sh prepare", "withCredentials", "sh load", "sh verdict");
        assertThat(variables.get("load"))
                .containsKeys(CREDENTIALS.toArray(String[]::new))
                .containsEntry("BQ_TABLE", "events");
        assertThat(variables.get("verdict")).doesNotContainKeys(CREDENTIALS.toArray(String[]::new));
    }

    @Test
    void everySettingExists() {
        List<String> settings = SETTING.matcher(Paper.read(JENKINSFILE))
                .results()
                .map(named -> named.group(1))
                .toList();

        assertThat(settings)
                .hasSizeGreaterThan(4)
                .isSubsetOf(ReferenceConf.defaults().keySet());
    }

    @Test
    void thePaperNamesParametersAndCredentials() {
        Build build = build(REAL, Map.of());

        List<String> named = Paper.of("docs/jenkins.md").code();
        assertThat(named).containsAll(PIPELINE);
        assertThat(Stream.of("string", "choice")
                        .flatMap(kind -> build.calls(kind).stream())
                        .map(parameter -> parameter.argument("name").toString()))
                .containsAll(PIPELINE)
                .isSubsetOf(named);
        assertThat(Stream.of("usernamePassword", "file")
                        .map(kind -> only(build, kind).argument("credentialsId").toString()))
                .isSubsetOf(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agent any; stages { stage('Load') { steps { shell 'mvn' } } }; post { always { junit('x') } } | shell",
                "agent any; stage('Load') { steps { sh 'mvn' } } | stage",
                "agent any; stages { stage('Load') { steps { sh \"mvn ${params.RATE}\" } } } | run as commands",
                "agent any; stages { stage('Load') { when { expression { parms.RATE } } } } | parms",
            })
    void whatJenkinsWouldRefuseOrShouldNotRunIsFound(String body, String named, @TempDir Path folder)
            throws IOException {
        Path broken = Files.writeString(folder.resolve("Jenkinsfile"), "pipeline { " + body + " }");

        assertThatThrownBy(() -> PipelineRecorder.build(broken, 1, Map.of(), (label, script, all) -> 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    /** With the exit codes of its scripts by their labels, 0 where none is given. */
    private Build build(Map<String, String> parameters, Map<String, Integer> exits) {
        return PipelineRecorder.build(JENKINSFILE, 7, parameters, (label, script, all) -> {
            assertThat(script).doesNotContain("${");
            variables.put(label, all);
            return exits.getOrDefault(label, 0);
        });
    }

    private static Call only(Build build, String name) {
        List<Call> calls = new ArrayList<>(build.calls(name));
        assertThat(calls).as(name).hasSize(1);
        return calls.get(0);
    }
}
