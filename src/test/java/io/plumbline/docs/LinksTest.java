package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the papers point at is there. */
class LinksTest {

    private static final String MADE_BY_USERS = "src/test/resources/application.conf";

    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern IN_THE_PROJECT = Pattern.compile("(src|docs|\\.ci)/[\\w./-]+|[A-Z]+\\.md|pom\\.xml");
    private static final Pattern CLASS = Pattern.compile("(?:simulations\\.)?([A-Z]\\w*(?:Test|Simulation))");

    static List<Paper> papers() {
        return Paper.all();
    }

    @Test
    void thePapersAreFound() {
        assertThat(papers())
                .extracting(Paper::toString)
                .contains("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/settings.md");
    }

    @ParameterizedTest
    @MethodSource("papers")
    void everyLinkLeadsSomewhere(Paper paper) {
        LINK.matcher(paper.prose().replaceAll("`[^`\n]*`", ""))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("https?://.*"))
                .forEach(target -> assertLeads(paper, target));
    }

    private static void assertLeads(Paper from, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]);
        assertThat(file).as("%s links to %s", from, target).exists();
        if (parts.length == 2) {
            assertThat(anchors(Paper.read(file)))
                    .as("%s links to %s", from, target)
                    .contains(parts[1]);
        }
    }

    private static Set<String> anchors(String text) {
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("papers")
    void everyFileThatIsNamedIsThere(Paper paper) {
        assertThat(paper.code())
                .filteredOn(code -> IN_THE_PROJECT.matcher(code).matches() && !code.equals(MADE_BY_USERS))
                .allSatisfy(code -> assertThat(Path.of(code)).exists());
    }

    @ParameterizedTest
    @MethodSource("papers")
    void everyTestAndSimulationThatIsNamedIsThere(Paper paper) throws Exception {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(paper.code())
                .map(code -> CLASS.matcher(code))
                .filteredOn(named -> named.matches())
                .allSatisfy(named -> assertThat(classes).contains(named.group(1)));
    }
}
