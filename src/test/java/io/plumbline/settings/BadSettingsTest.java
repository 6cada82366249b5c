package io.plumbline.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user is told about each of many bad settings files, word by word. Beside a file, which the run finds as
 * application.conf (.json, .properties), lies what is told, in {@code .txt}. In comments a file may also have
 * {@code # -Dname=value}, {@code # export NAME=value} and {@code # pipeline name}, the one that the simulation uses.
 *
 * <p>When it fails: {@code mvn test -Dtest=BadSettingsTest -Dsettings.messages=write}, and read what is told.
 */
class BadSettingsTest {

    private static final Path FILES = Path.of("src/test/resources/bad-settings");
    private static final int AT_LEAST = 60;

    private static final Pattern PROPERTY = Pattern.compile("(?m)^# -D([^=\n]+)=(.*)$");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^# export ([^=\n]+)=(.*)$");
    private static final Pattern PIPELINE = Pattern.compile("(?m)^# pipeline (.+)$");

    @TempDir
    Path folder;

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FILES)) {
            return all.filter(file -> !file.toString().endsWith(".txt"))
                    .sorted(Comparator.comparing(BadSettingsTest::nameOf))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithTheseWords(Path file) throws IOException {
        SettingsException refused = refused(file);
        Path words = FILES.resolve(nameOf(file) + ".txt");
        String told = refused.getMessage() + "\n";
        if ("write".equals(System.getProperty("settings.messages"))) {
            Files.writeString(words, told, UTF_8);
        }

        assertThat(told).isEqualTo(Files.readString(words, UTF_8));
        assertThat(told)
                .as("an inside view, a secret, or a path of this machine")
                .doesNotContain("Exception", "\tat ", "com.typesafe", "java.", folder.toString())
                .doesNotContainIgnoringCase("planted");
        assertThat(told.lines().skip(1))
                .as("who, what is wrong, what to do: short, and on a line")
                .allMatch(line -> line.matches("  - [^\\p{Cntrl}]{20,400}"));
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void theyAreManyAndEachHasItsWords() throws IOException {
        Set<String> names = files().stream().map(BadSettingsTest::nameOf).collect(Collectors.toSet());

        assertThat(names).hasSameSizeAs(files()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        try (Stream<Path> all = Files.list(FILES)) {
            assertThat(all.filter(file -> file.toString().endsWith(".txt")).map(BadSettingsTest::nameOf))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    /** By the loader that a run has, for a simulation that puts records and awaits their arrival. */
    private SettingsException refused(Path file) throws IOException {
        String name = file.getFileName().toString();
        Files.copy(file, folder.resolve("application" + name.substring(name.lastIndexOf('.'))));
        String text = new String(Files.readAllBytes(file), UTF_8);
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            Sources sources = new Sources(
                    pairs(PROPERTY, text),
                    pairs(VARIABLE, text),
                    () -> Sources.application(ConfigParseOptions.defaults().setClassLoader(classPath)),
                    () -> ConfigFactory.parseFile(
                            Path.of("src/main/resources/reference.conf").toFile()));
            SettingsLoader loader = new SettingsLoader(sources, Clock.systemUTC());
            Matcher pipeline = PIPELINE.matcher(text);
            SettingsLoader used =
                    pipeline.find() ? loader.ofPipeline(pipeline.group(1), Set.of(pipeline.group(1))) : loader;
            return catchThrowableOfType(SettingsException.class, () -> used.settings(List.of(Need.PUT, Need.ARRIVAL)));
        }
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
