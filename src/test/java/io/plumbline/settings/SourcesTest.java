package io.plumbline.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Those of this process. */
class SourcesTest {

    @Test
    void theyAreThisProcesssOwn() {
        Sources sources = Sources.ofProcess();
        assertThat(sources.systemProperties()).containsEntry("java.version", System.getProperty("java.version"));
        assertThat(sources.environment()).isEqualTo(System.getenv());
        assertThat(sources.application().get().root()).doesNotContainKey("java");
    }

    @Test
    void theReferenceConfsOfTheClassPathMergeAndHaveNoSystemPropertiesInThem() {
        assertThat(Sources.ofProcess().reference().get().root()).doesNotContainKey("java");
        assertThat(Sources.ofProcess().reference().get().getString("plumbline.arrival.within"))
                .isEqualTo("30 s");
        assertThat(Sources.ofProcess().reference().get().getInt("plumbline.simulations.Smoke.load.rate"))
                .isEqualTo(50);
    }
}
