package local.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TraceIdTest {

    private static final TraceId ID = new TraceId("test-20260101-000000-x7k2-0", 'l', 42);
    private static final String TEXT = "test-20260101-000000-x7k2-0-l0000000042";

    @Test
    void findsAnIdWhereverItStands() {
        for (String body : new String[] {
            TEXT,
            "{\"traceId\":\"" + TEXT + "\"}",
            "<id>" + TEXT + "</id>",
            "é " + TEXT + " é",
            "-l000000004 -x0000000042 " + TEXT,
            TEXT + "," + ID.text().replace("42", "43")
        }) {
            assertThat(TraceId.find(body.getBytes(UTF_8))).as(body).hasValue(ID);
        }
    }

    @Test
    void findsIdsOfOtherForms() {
        TraceId uuid = new TraceId("6f1b0c5e-3d55-4a0e-8000-0", 'a', 42);
        TraceId number = new TraceId("47110815", '1', 42);
        assertThat(uuid.text())
                .isEqualTo("6f1b0c5e-3d55-4a0e-8000-0a0000000042")
                .hasSize(36);
        assertThat(number.text()).isEqualTo("4711081510000000042");

        for (TraceId id : new TraceId[] {uuid, number}) {
            for (String body :
                    new String[] {"%s", "{\"id\":%s}", "{\"id\":\"%s\",\"sent\":1700000000123456}", "12345678 %s 1"}) {
                assertThat(TraceId.findLoad(body.formatted(id.text()).getBytes(UTF_8)))
                        .as(body)
                        .hasValue(id);
            }
            assertThat(TraceId.parseLoad(id.text())).hasValue(id);
            assertThat(TraceId.parseLoad(id.text() + "0")).isEmpty();
            assertThat(TraceId.parseLoad(id.text() + " ")).isEmpty();
        }
        assertThat(TraceId.findLoad("6f1b0c5e-3d55-4a0e-8000-0b0000000042".getBytes(UTF_8)))
                .as("a control")
                .isEmpty();
        assertThat(TraceId.findLoad("4711081520000000042".getBytes(UTF_8))).isEmpty();
        assertThat(TraceId.find("6f1b0c5e-3d55-4a0e-9c4e-0d5d9a8f7b21 471108151000000004".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void findsAnIdInWhatIsCompressed() throws IOException {
        byte[] gzip = gzip("{\"traceId\":\"" + TEXT + "\"}");

        assertThat(TraceId.findLoad(gzip)).hasValue(ID);
        assertThat(TraceId.find(Arrays.copyOf(gzip, gzip.length - 9))).isEmpty();
        assertThat(TraceId.find(Arrays.copyOf(gzip, 2))).isEmpty();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return compressed.toByteArray();
    }

    @Test
    void findsNoneWhereThereIsNone() {
        for (String body :
                new String[] {"", "-", "-l", "-l000000004", "a-l00000000421", "a-l0000000042b", "a-z0000000042"}) {
            assertThat(TraceId.find(body.getBytes(UTF_8))).as(body).isEmpty();
        }
    }

    @Test
    void tellsTheLoadFromOtherKinds() {
        assertThat(TraceId.parseLoad(TEXT)).hasValue(ID);
        assertThat(ID.text()).isEqualTo(TEXT);
        for (char other : new char[] {'w', 'c', 'n'}) {
            String text = TEXT.replace("-l", "-" + other);
            assertThat(TraceId.find(text.getBytes(UTF_8))).isPresent();
            assertThat(TraceId.findLoad(text.getBytes(UTF_8))).isEmpty();
            assertThat(TraceId.parseLoad(text)).isEmpty();
        }
        assertThat(TraceId.parseLoad(TEXT + " ")).isEmpty();
        assertThat(TraceId.parseLoad("é" + TEXT)).isEmpty();
    }
}
