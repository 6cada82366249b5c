package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What contributors are told of the build is so. */
class ContributingTest {

    private static final Paper PAPER = Paper.of("CONTRIBUTING.md");
    private static final Pattern PROFILE = Pattern.compile("<profile>.*?<id>([^<]+)</id>", Pattern.DOTALL);
    private static final Pattern NAMED_PROFILE = Pattern.compile("Maven profile `([^`]+)`");
    private static final Pattern FOLDER = Pattern.compile("src/\\S+/");

    @Test
    void itNamesTheProfilesThatThereAre() {
        Set<String> there = names(PROFILE, Paper.read(Path.of("pom.xml")));

        assertThat(names(NAMED_PROFILE, PAPER.text())).isEqualTo(there);
    }

    @Test
    void theFoldersOfTheLayoutAreThere() {
        List<String> folders = PAPER.code().stream()
                .filter(code -> FOLDER.matcher(code).matches())
                .toList();

        assertThat(folders).hasSizeGreaterThan(4).allSatisfy(folder -> assertThat(Path.of(folder))
                .isDirectory());
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }
}
