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
