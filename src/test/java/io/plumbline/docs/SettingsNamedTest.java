package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Papers name only settings and variables that exist. */
class SettingsNamedTest {

    private static final Pattern SETTING = Pattern.compile("(?<![.\\w])plumbline(\\.[a-z][A-Za-z0-9]*)+");
    private static final Pattern ONE_PIPELINES_OWN = Pattern.compile("plumbline\\.pipelines(\\.[a-z]+)?");
    private static final Pattern VARIABLE =
            Pattern.compile("\\b(?:AWS|GCP|BQ|KINESIS|LAMBDA|BIGQUERY|TEST|PLUMBLINE)(?:_[A-Z0-9]+)+\\b");
    private static final Map<String, String> DEFAULTS = ReferenceConf.defaults();

    static List<Paper> papers() {
        return Paper.all();
    }

    @ParameterizedTest
    @MethodSource("papers")
    void everySettingExists(Paper paper) {
        assertThat(SETTING.matcher(paper.text())
                        .results()
                        .map(name -> ONE_PIPELINES_OWN.matcher(name.group()).replaceFirst("plumbline")))
                .allSatisfy(name -> assertThat(DEFAULTS.keySet())
                        .anyMatch(setting -> setting.equals(name) || setting.startsWith(name + ".")));
    }

    @Test
    void theReadmeSetsOnlyVariablesThatAreRead() {
        String table = Paper.of("docs/settings.md").text();
        List<String> known =
                VARIABLE.matcher(table).results().map(name -> name.group()).collect(Collectors.toList());

        assertThat(VARIABLE.matcher(Paper.README.text()).results().map(name -> name.group()))
                .contains("KINESIS_STREAM_NAME", "BQ_TABLE")
                .allSatisfy(name -> assertThat(known).contains(name));
    }
}
