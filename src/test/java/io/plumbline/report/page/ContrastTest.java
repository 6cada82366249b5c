package io.plumbline.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By the ratios that WCAG 2 asks for at level AA: 4.5 for text, 3 for what is drawn. */
class ContrastTest {

    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");
    private static final double TEXT = 4.5;
    private static final double DRAWN = 3;
    private static final List<String> DRAWN_WITH =
            List.of("blue", "teal", "orange", "red", "purple", "grey", "olive", "pink");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingCanBeRead(boolean dark) throws IOException {
        Map<String, String> colours = colours(dark);
        for (String ground : List.of("page", "card")) {
            for (String text : List.of("text", "muted")) {
                assertThat(ratio(colours.get(text), colours.get(ground)))
                        .as("%s on %s", text, ground)
                        .isGreaterThanOrEqualTo(TEXT);
            }
        }
        for (String warning : List.of("red", "orange")) {
            assertThat(ratio(colours.get(warning), colours.get("card")))
                    .as(warning)
                    .isGreaterThanOrEqualTo(TEXT);
        }
        for (String verdict : List.of("pass", "fail", "invalid")) {
            assertThat(ratio(colours.get("on-verdict"), colours.get(verdict)))
                    .as(verdict)
                    .isGreaterThanOrEqualTo(TEXT);
        }
        for (String line : DRAWN_WITH) {
            assertThat(ratio(colours.get(line), colours.get("card"))).as(line).isGreaterThanOrEqualTo(DRAWN);
        }
    }

    @Test
    void theRatioIsThatOfTheGuideline() {
        assertThat(ratio("#ffffff", "#000000")).isEqualTo(21);
        assertThat(ratio("#777777", "#ffffff")).isBetween(4.47, 4.48);
    }

    /** Those that the dark theme does not change are as in the light one. */
    private static Map<String, String> colours(boolean dark) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportPage.writeStyles(out);
        String styles = out.toString(StandardCharsets.UTF_8);
        int darkTheme = styles.indexOf("@media (prefers-color-scheme: dark)");
        assertThat(darkTheme).isPositive();
        Map<String, String> colours = new HashMap<>(colours(styles.substring(0, darkTheme)));
        if (dark) {
            Map<String, String> others = colours(styles.substring(darkTheme));
            assertThat(others).hasSizeGreaterThan(14);
            colours.putAll(others);
        }
        return colours;
    }

    private static Map<String, String> colours(String styles) {
        Map<String, String> colours = new HashMap<>();
        COLOUR.matcher(styles).results().forEach(found -> colours.put(found.group(1), found.group(2)));
        return colours;
    }

    private static double ratio(String one, String other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(colour, 1) + 0.7152 * linear(colour, 3) + 0.0722 * linear(colour, 5);
    }

    private static double linear(String colour, int from) {
        double value = Integer.parseInt(colour.substring(from, from + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
