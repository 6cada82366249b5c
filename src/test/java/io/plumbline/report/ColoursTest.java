package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RunRecord.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursTest {

    @Test
    void areForTerminalsOnly() {
        assertThat(Colours.from(Map.of(), true)).isEqualTo(Colours.ON);
        assertThat(Colours.from(Map.of(), false)).isEqualTo(Colours.OFF);
    }

    @Test
    void areOffWhereTheUserOrTheTerminalWantsNone() {
        assertThat(Colours.from(Map.of("NO_COLOR", "1"), true)).isEqualTo(Colours.OFF);
        assertThat(Colours.from(Map.of("NO_COLOR", ""), true)).isEqualTo(Colours.ON);
        assertThat(Colours.from(Map.of("TERM", "dumb"), true)).isEqualTo(Colours.OFF);
    }

    @Test
    void areOffWhereNobodySitsInFrontOfIt() {
        assertThat(Colours.from(Map.of("CI", "true"), true)).isEqualTo(Colours.OFF);
        assertThat(Colours.from(Map.of("CI", ""), true)).isEqualTo(Colours.ON);
        for (String arguments :
                List.of("-B gatling:test", " -q -B", "gatling:test --batch-mode", "-Dstyle.color=never x")) {
            assertThat(Colours.from(Map.of("MAVEN_CMD_LINE_ARGS", arguments), true))
                    .as(arguments)
                    .isEqualTo(Colours.OFF);
        }
        for (String arguments : List.of("gatling:test", "-Bsomething", "-DA=-B1")) {
            assertThat(Colours.from(Map.of("MAVEN_CMD_LINE_ARGS", arguments), true))
                    .as(arguments)
                    .isEqualTo(Colours.ON);
        }
    }

    @Test
    void paintVerdictsAndMarks() {
        assertThat(Colours.ON.of(Verdict.PASS)).isEqualTo("\u001b[32mPASS\u001b[0m");
        assertThat(Colours.ON.of(Verdict.FAIL)).isEqualTo("\u001b[31mFAIL\u001b[0m");
        assertThat(Colours.ON.of(Verdict.INVALID)).isEqualTo("\u001b[33mINVALID\u001b[0m");
        assertThat(Colours.ON.mark(false)).isEqualTo("\u001b[31m✗\u001b[0m");
        assertThat(Colours.OFF.mark(true)).isEqualTo("✓");
    }
}
