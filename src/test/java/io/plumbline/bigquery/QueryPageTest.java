package io.plumbline.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPageTest {

    @Test
    void aCompleteAnswerHasItsRowsAndWhatStandsAroundThem() throws IOException {
        QueryPage page = read(
                """
                {"kind":"bigquery#queryResponse","schema":{"fields":[{"name":"rows","type":"STRING"}]},
                 "jobReference":{"projectId":"p","jobId":"job_1","location":"EU"},"totalRows":"2","pageToken":"more",
                 "rows":[{"f":[{"v":"ä\\u00e4"},{"v":null}]},{"f":[{"v":"1700000000000000"},{"v":""}]}],
                 "jobComplete":true,"totalBytesBilled":"10485760","startTime":"1700000000123"}""");

        assertThat(page.rows()).containsExactly(Arrays.asList("ää", null), List.of("1700000000000000", ""));
        assertThat(page.complete()).isTrue();
        assertThat(page.pageToken()).isEqualTo("more");
        assertThat(page.jobId()).isEqualTo("job_1");
        assertThat(page.location()).isEqualTo("EU");
        assertThat(page.bytesBilled()).isEqualTo(10_485_760);
        assertThat(page.warning()).isNull();
        assertThat(page.envelope().path("startTime").asLong()).isEqualTo(1_700_000_000_123L);
        assertThat(page.envelope().has("rows")).isFalse();
    }

    @Test
    void anUnfinishedQueryHasNoRowsAndSaysSo() throws IOException {
        QueryPage page = read("{\"jobComplete\":false,\"jobReference\":{\"jobId\":\"job_1\"}}");

        assertThat(page.complete()).isFalse();
        assertThat(page.rows()).isEmpty();
        assertThat(page.pageToken()).isNull();
        assertThat(page.location()).isNull();
        assertThat(page.bytesBilled()).isZero();
    }

    @Test
    void nothingThatIsMissingMeansComplete() throws IOException {
        assertThat(read("{}").complete()).isFalse();
    }

    @Test
    void noRowsMayBeWrittenAsNullOrAsAnEmptyList() throws IOException {
        assertThat(read("{\"rows\":null}").rows()).isEmpty();
        assertThat(read("{\"rows\":[]}").rows()).isEmpty();
    }

    @Test
    void aWarningIsTheFirstErrorsText() throws IOException {
        assertThat(read("{\"errors\":[{\"reason\":\"x\",\"message\":\"rows are missing\"}],\"jobComplete\":true}")
                        .warning())
                .isEqualTo("rows are missing");
    }

    @Test
    void anErrorWithoutATextIsAWarningToo() throws IOException {
        assertThat(read("{\"errors\":[{\"reason\":\"backendError\"}],\"jobComplete\":true}")
                        .warning())
                .isEqualTo("{\"reason\":\"backendError\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>proxy</html>",
                "{\"jobComplete\":true,\"rows\":[{\"f\":[{\"v\":\"a\"}]}",
                "{\"jobComplete\":true,\"rows\":[{\"f\":[{\"v\":\"a\"",
                "{\"jobComplete\":true",
                "{\"rows\":{}}",
                "{\"rows\":[{\"v\":\"a\"}]}",
                "{\"rows\":[{\"f\":[{\"v\":[\"a\"]}]}]}",
                "{\"rows\":[{\"f\":[{\"w\":\"a\"}]}]}"
            })
    void whatIsNoWholePageIsAnErrorAndNeverFewerRows(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
    }

    private static QueryPage read(String answer) throws IOException {
        return QueryPage.read(new ByteArrayInputStream(answer.getBytes(UTF_8)));
    }
}
