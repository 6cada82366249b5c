package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeReportTest {

    private static final String WARM =
            "REPORT RequestId: 8f5\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory Size: 512 MB\tMax Memory Used: 99 MB";

    @Test
    void aWarmInvocation() {
        assertThat(in("START RequestId: 8f5\nhello\nEND RequestId: 8f5\n" + WARM + "\t\n"))
                .contains(new InvokeReport(102_250, 103, Optional.empty()));
    }

    @Test
    void aColdOne() {
        assertThat(in(WARM + "\tInit Duration: 1250.5 ms\t\n"))
                .contains(new InvokeReport(102_250, 103, Optional.of(1_250_500L)));
    }

    @Test
    void theLastLineIsTheServices() {
        String printed = "REPORT RequestId: mine\tDuration: 1 ms\tBilled Duration: 1 ms\tInit Duration: 9 ms\n";

        assertThat(in(printed + WARM + "\n")).contains(new InvokeReport(102_250, 103, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "REPORT RequestId: 8f5",
                "REPORT RequestId: 8f5\tDuration: 3 ms",
                "REPORT RequestId: 8f5\tDuration: 3 ms\tBilled Duration: many ms",
                "{\"type\":\"platform.report\",\"record\":{\"metrics\":{\"durationMs\":3}}}"
            })
    void aLogWithoutOneSaysNothing(String log) {
        assertThat(in(log)).isEmpty();
    }

    @Test
    void noLogSaysNothing() {
        assertThat(InvokeReport.in(null)).isEmpty();
    }

    private static Optional<InvokeReport> in(String log) {
        return InvokeReport.in(Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
    }
}
