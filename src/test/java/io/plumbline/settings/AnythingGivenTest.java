package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever is given: settings, or the one exception with at least one problem, each on a line of its own. */
class AnythingGivenTest {

    private static final List<String> NAMES =
            given().settings().effective().keySet().stream().sorted().toList();

    @Property(tries = 200)
    void byProperty(@ForAll("settings") String setting, @ForAll("texts") String text) {
        judge(given().property(setting, text));
    }

    @Property(tries = 200)
    void byPropertiesOfAnyName(@ForAll @Size(max = 5) Map<@StringLength(max = 90) String, String> properties) {
        SettingsFixture given = given();
        properties.forEach((name, text) -> given.property("plumbline." + name, text));
        judge(given);
    }

    @Property(tries = 200)
    void byVariable(@ForAll("settings") String setting, @ForAll("texts") String text) {
        SettingsFixture given = given();
        EnvironmentNames.of(setting).forEach(name -> given.env(name, text));
        judge(given);
    }

    @Property(tries = 200)
    void byQuotedTextInAFile(@ForAll("settings") String setting, @ForAll("texts") String text) {
        judge(given().application(setting + " = " + ConfigUtil.quoteString(text), "plumbline.load.rate = 5"));
    }

    @Property(tries = 200)
    void byAnyFile(@ForAll String text) {
        judge(given().application(text));
        judge(given().application("plumbline.load.rate = " + text));
        judge(given().application("plumbline { " + text + " }"));
    }

    @Property(tries = 200)
    void byFilesThatLookRight(@ForAll("hocon") List<String> pieces) {
        judge(given().application(String.join(" ", pieces)));
    }

    @Property(tries = 200)
    void byTheStandIn(@ForAll("variables") String variable, @ForAll("texts") String text) {
        judge(() -> given().loader().withStandIn(Map.of(variable, text), List.of(Need.values())));
    }

    @Provide
    Arbitrary<String> settings() {
        return Arbitraries.of(NAMES);
    }

    @Provide
    Arbitrary<String> variables() {
        return Arbitraries.of(NAMES)
                .flatMap(name -> Arbitraries.of(
                        EnvironmentNames.of(name).isEmpty() ? List.of("OTHER") : EnvironmentNames.of(name)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("0123456789.-+eE %").ofMaxLength(12),
                Arbitraries.strings().withChars("0123456789.- smhdayKMGiB").ofMaxLength(8),
                Arbitraries.strings().withChars("http://[]:@?#%.1azAZ").ofMaxLength(16),
                Arbitraries.of(
                        "1e2147483647", "1e-2147483647%", "9".repeat(400), "NaN", "\0", "${x}", "-", ":", "//@"));
    }

    @Provide
    Arbitrary<List<String>> hocon() {
        return Arbitraries.of(
                        "plumbline",
                        "load",
                        "rate",
                        "{",
                        "}",
                        "[",
                        "]",
                        "=",
                        ":",
                        ".",
                        ",",
                        "\n",
                        "\"",
                        "${",
                        "${?",
                        "}",
                        "+=",
                        "include",
                        "null",
                        "true",
                        "1",
                        "5 s",
                        "kinesis",
                        "stream",
                        "#",
                        "simulations",
                        "Smoke")
                .list()
                .ofMaxSize(14);
    }

    private static void judge(SettingsFixture given) {
        judge(() -> given.settings(Need.values()));
        judge(() -> given.load("Smoke"));
    }

    private static void judge(Runnable loading) {
        try {
            loading.run();
        } catch (SettingsException refused) {
            assertThat(refused.problems()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(Arrays.asList(String.valueOf(refused.getMessage()).split("\n")))
                    .as(refused.getMessage())
                    .hasSize(refused.problems().size() + 1);
        }
    }
}
