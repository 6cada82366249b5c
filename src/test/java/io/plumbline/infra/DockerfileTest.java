package io.plumbline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image is made of, as far as its Dockerfile tells; {@code ImageTest} has the rest. */
class DockerfileTest {

    private static final Dockerfile FILE = Dockerfile.ofGenerator();

    @Test
    void theBaseIsOneVersionOfAJreThatWeCompileFor() {
        assertThat(FILE.from()).matches("eclipse-temurin:17\\.\\d+\\.\\d+_\\d+-jre-\\w+");
    }

    @Test
    void itRunsAsAUserWithoutRightsKnownByItsNumber() {
        assertThat(FILE.user()).matches("[1-9]\\d{4,}:[1-9]\\d{4,}");
    }

    @Test
    void theResultsFolderIsThatUsersAndNothingElseIsRun() {
        String[] user = FILE.user().split(":");
        String results = FILE.environment().get("PLUMBLINE_RESULTS_DIR");

        assertThat(FILE.all("RUN")).containsExactly("install -d -o %s -g %s %s".formatted(user[0], user[1], results));
        assertThat(FILE.all("VOLUME")).containsExactly(results);
    }

    @Test
    void itStartsTheScriptThatIsCopiedThere() {
        Path script = Path.of(FILE.entrypoint().get(0));

        assertThat(FILE.entrypoint()).hasSize(1);
        assertThat(FILE.copies()).containsEntry("bin/", script.getParent() + "/");
        assertThat(Path.of("infra/container").resolve(script.getFileName())).isExecutable();
        assertThat(FILE.command()).isEqualTo(List.of("load"));
        assertThat(script).startsWithRaw(Path.of(FILE.workdir()));
    }

    @Test
    void itHoldsNoSettingsButTheResultsFolder() {
        assertThat(FILE.environment()).containsOnlyKeys("PLUMBLINE_RESULTS_DIR");
        assertThat(FILE.all("ARG")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADD lib /lib", "SHELL [\"sh\"]", "copy lib /lib"})
    void whatItDoesNotKnowIsToldApart(String line) {
        assertThatThrownBy(() -> Dockerfile.of("FROM scratch\n" + line))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(line.split(" ")[0]);
    }

    @Test
    void aShellAsTheFirstProcessIsFound() {
        Dockerfile shell = Dockerfile.of("FROM scratch\nENTRYPOINT /opt/plumbline/bin/plumbline\n");

        assertThatThrownBy(shell::entrypoint).hasMessageContaining("exec form");
    }
}
