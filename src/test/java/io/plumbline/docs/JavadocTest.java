package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that users see is described. */
class JavadocTest {

    @TempDir
    Path classes;

    @Test
    void whatUsersSeeIsDescribed() throws IOException {
        List<JavaFileObject> sources = Surface.classes().stream()
                .filter(one -> one.getEnclosingClass() == null)
                .map(one -> Path.of("src/main/java", one.getName().replace('.', '/') + ".java"))
                .map(path -> Snippets.source(path.getFileName().toString(), Paper.read(path)))
                .toList();

        assertThat(sources).hasSizeGreaterThan(10);
        assertThat(Javadoc.problems(sources, classes)).isEmpty();
    }

    @Test
    void whatIsMissingOrWrongIsFound() throws IOException {
        String source =
                """
                /** See {@link Nowhere}, and <b>this. */
                public final class Bad {
                    public void silent() {}

                    /** Waits. */
                    public void await(int time) {
                        throw new IllegalArgumentException();
                    }

                    public interface Inner {
                        int count();
                    }

                    void hidden() {}

                    /** Waits in {@code time} seconds. */
                    public void well(int time) {}
                }
                """;

        assertThat(Javadoc.problems(List.of(Snippets.source("Bad.java", source)), classes))
                .satisfiesExactlyInAnyOrder(
                        method -> assertThat(method).isEqualTo("Bad.silent has no comment"),
                        quantity -> assertThat(quantity).isEqualTo("Bad.await does not say what time counts"),
                        exception -> assertThat(exception).isEqualTo("Bad.await does not say when it throws"),
                        inner -> assertThat(inner).isEqualTo("Bad.Inner has no comment"),
                        count -> assertThat(count).isEqualTo("Bad.Inner.count has no comment"),
                        link -> assertThat(link).contains("reference not found"),
                        tag -> assertThat(tag).contains("element not closed: b"));
    }
}
