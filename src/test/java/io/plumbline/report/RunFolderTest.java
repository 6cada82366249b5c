package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {

    private final Path results;

    RunFolderTest(@TempDir Path results) {
        this.results = results;
    }

    @Test
    void isNamedByTheRunAndMadeWithItsParents() throws IOException {
        RunFolder folder = RunFolder.create(results.resolve("a/b"), "test-20261122-220000");
        assertThat(folder.path()).isDirectory().isAbsolute().isEqualTo(results.resolve("a/b/test-20261122-220000"));
        assertThat(folder.file("run.json")).isEqualTo(folder.path().resolve("run.json"));
    }

    @Test
    void aFileIsThereOnceItIsComplete() throws IOException {
        RunFolder folder = RunFolder.create(results, "run");
        Path written = folder.write("run.json", out -> {
            assertThat(folder.file("run.json")).doesNotExist();
            out.write("{}".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(written).isEqualTo(folder.file("run.json")).hasContent("{}");
        assertThat(folder.path()).isDirectoryNotContaining(file -> !file.equals(written));
    }

    @Test
    void aFileThatFailsLeavesWhatWasThere() throws IOException {
        RunFolder folder = RunFolder.create(results, "run");
        folder.write("run.json", out -> out.write('1'));
        assertThatThrownBy(() -> folder.write("run.json", out -> {
                    out.write('2');
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(folder.file("run.json")).hasContent("1");
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void anEarlierRunsResultsCannotBeTakenForThisOnes() throws IOException {
        RunFolder earlier = RunFolder.create(results, "run");
        earlier.write("run.json", out -> out.write('1'));
        Files.writeString(earlier.file("notes.txt"), "a user's own");

        RunFolder folder = RunFolder.create(results, "run");
        assertThat(folder.file("run.json")).doesNotExist();
        assertThat(folder.file("notes.txt")).hasContent("a user's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "../run", "run\n", "/etc", "run.json"})
    void aNameThatIsAPathIsRefused(String name) {
        assertThatThrownBy(() -> RunFolder.create(results, name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(results).isEmptyDirectory();
    }
}
