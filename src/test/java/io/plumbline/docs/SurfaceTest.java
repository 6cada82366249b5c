package io.plumbline.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SurfaceTest {

    private static final Path PAGE = Path.of("docs", "public-surface.txt");

    /** When it fails, users are concerned; if that is meant: {@code mvn test -Dtest=SurfaceTest -Dsurface.page=write}. */
    @Test
    void thePageIsWhatUsersSee() throws IOException {
        if ("write".equals(System.getProperty("surface.page"))) {
            Files.writeString(PAGE, Surface.text(), UTF_8);
        }
        assertThat(Surface.text()).isEqualTo(Paper.read(PAGE));
    }

    @Test
    void whatOnlyOtherPackagesNeedIsNotInIt() {
        assertThat(Surface.text())
                .contains("\nio.plumbline.dsl.PutRecordBuilder\n", "\n  awaitArrival(Duration): B\n")
                .contains("  static accounted(PopulationBuilder...): List<PopulationBuilder>\n")
                .doesNotContain("CurrentRun", "plumbline.run.", "plumbline.gatling.");
    }
}
