package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.gatling.GatlingDsl;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe is a simulation that compiles and that Gatling can construct. */
class CookbookTest {

    private static final List<String> BLOCKS = Paper.of("docs/cookbook.md").blocks("java");

    @TempDir
    Path classes;

    static Stream<String> recipes() {
        return IntStream.range(1, BLOCKS.size())
                .mapToObj(number -> BLOCKS.get(0) + "\npublic class Recipe" + number + " extends Simulation {\n"
                        + BLOCKS.get(number) + "}\n");
    }

    @Test
    void thereAreSome() {
        assertThat(recipes()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void itsSimulationsCanBeConstructed(String source) throws Exception {
        GatlingDsl.configure();

        assertThat(Snippets.errors(source, classes)).as(source).isEmpty();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> recipe = loader.loadClass(Snippets.nameOf(source));
            assertThat(recipe.getDeclaredConstructor().newInstance()).isInstanceOf(Simulation.class);
        }
    }
}
