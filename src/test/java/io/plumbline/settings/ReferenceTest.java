package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.plumbline.settings.Settings.Target;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** reference.conf has every setting and no other, each with its comment; the page of the settings says the same. */
class ReferenceTest {

    private static final Path PAGE = Path.of("docs/settings.md");
    private static final Map<String, ConfigValue> DEFAULTS = defaults();

    /** By setting, in the order of the file. */
    private static Map<String, ConfigValue> defaults() {
        Config config = ConfigFactory.parseFile(new File("src/main/resources/reference.conf"));
        return config.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    @Test
    void itHasEverySettingThatIsReadAndNoOther() {
        Layers layers = Layers.of(new Sources(
                Map.of(), Map.of(), ConfigFactory::empty, () -> ConfigFactory.parseResources("reference.conf")));
        Reader reader = new Reader(layers);
        new SettingsReader(reader, Set.of(), Target.LOCAL_STAND_IN, "run", "");
        assertThat(reader.known()).containsExactlyInAnyOrderElementsOf(DEFAULTS.keySet());
    }

    @Test
    void theEffectiveSettingsAreAllOfThem() {
        assertThat(given().settings().effective().keySet())
                .filteredOn(name -> !name.startsWith("plumbline.simulations."))
                .containsExactlyInAnyOrderElementsOf(DEFAULTS.keySet());
    }

    @Test
    void eachSettingIsExplainedByASentence() {
        DEFAULTS.forEach(
                (setting, value) -> assertThat(meaning(value)).as(setting).matches("[A-Z0-9].*[.]"));
    }

    @Test
    void theCommentsNameTheCustomaryVariables() {
        DEFAULTS.forEach((setting, value) -> EnvironmentNames.of(setting).stream()
                .skip(1)
                .forEach(name -> assertThat(meaning(value)).as(setting).contains(name)));
    }

    @Test
    void noTwoSettingsShareAVariable() {
        List<String> names = DEFAULTS.keySet().stream()
                .flatMap(setting -> EnvironmentNames.of(setting).stream())
                .toList();
        // The endpoint of all of AWS is the one of each service.
        assertThat(names)
                .filteredOn(name -> !name.equals("AWS_ENDPOINT_URL"))
                .doesNotHaveDuplicates()
                .allMatch(EnvironmentNames::concerns);
    }

    @Test
    void theVariableOfASettingIsItsNameInCapitals() {
        assertThat(EnvironmentNames.of("plumbline.slo.endToEnd.p95")).containsExactly("PLUMBLINE_SLO_END_TO_END_P95");
        assertThat(EnvironmentNames.of("plumbline.bigquery.maximumBytesPerQuery"))
                .containsExactly("PLUMBLINE_BIGQUERY_MAXIMUM_BYTES_PER_QUERY");
    }

    /** When it fails: {@code mvn test -Dtest=ReferenceTest -Dsettings.page=write}. */
    @Test
    void thePageOfTheSettingsHasTheSameTable() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        String expected = page.substring(0, page.indexOf("| setting |")) + table();
        if ("write".equals(System.getProperty("settings.page"))) {
            Files.writeString(PAGE, expected, UTF_8);
        }
        assertThat(Files.readString(PAGE, UTF_8)).isEqualTo(expected);
    }

    private static String table() {
        return DEFAULTS.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(
                        "", "| setting | environment | default | meaning |\n|---|---|---|---|\n", ""));
    }

    private static String row(String setting, ConfigValue value) {
        String names = EnvironmentNames.of(setting).stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        String text = value.atKey("it").getString("it");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting, names, text.isEmpty() ? "none" : "`" + text + "`", withoutVariables(meaning(value)));
    }

    /** The table has a column for them. */
    private static String withoutVariables(String meaning) {
        return meaning.replaceAll(" \\[[A-Z_, then]+]", "");
    }

    private static String meaning(ConfigValue value) {
        return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    }
}
