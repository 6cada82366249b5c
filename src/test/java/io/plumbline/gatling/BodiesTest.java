package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.ElFileBody;
import static io.gatling.javaapi.core.CoreDsl.InputStreamBody;
import static io.gatling.javaapi.core.CoreDsl.PebbleFileBody;
import static io.gatling.javaapi.core.CoreDsl.PebbleStringBody;
import static io.gatling.javaapi.core.CoreDsl.RawFileBody;
import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.plumbline.PipelineDsl.gzipped;
import static io.plumbline.PipelineDsl.json;
import static io.plumbline.PipelineDsl.jsonTemplate;
import static io.plumbline.PipelineDsl.paddedTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import io.plumbline.PipelineDsl;
import io.plumbline.dsl.KinesisRecord;
import io.plumbline.ledger.Sent;
import io.plumbline.run.Attempt;
import io.plumbline.run.Draft;
import io.plumbline.run.Encoding;
import io.plumbline.trace.Gzip;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Records of each body that Gatling has, and of those that come on top. */
class BodiesTest {

    private static final Attempt ATTEMPT =
            new Attempt(new Sent(42, 0, 0, true), new TraceIds("run", 0), new PartitionKeys(0, 64));
    private static final String ID = "run-0-l0000000042";

    private record Order(Object traceId, int count) {}

    @BeforeEach
    void configure() {
        GatlingDsl.configure();
    }

    @TestFactory
    Stream<DynamicTest> eachBodyMakesARecord() {
        return Map.<String, Body>ofEntries(
                        Map.entry("StringBody of a text", StringBody("id " + ID)),
                        Map.entry("StringBody", StringBody("id #{trace.id}")),
                        Map.entry("StringBody of a function", StringBody(user -> "id " + id(user))),
                        Map.entry("ElFileBody", ElFileBody("bodies/id.txt")),
                        Map.entry("ElFileBody of a function", ElFileBody(user -> "bodies/id.txt")),
                        Map.entry("PebbleStringBody", PebbleStringBody("id {{ trace.id }}")),
                        Map.entry("PebbleFileBody", PebbleFileBody("bodies/id.peb")),
                        Map.entry("ByteArrayBody of bytes", ByteArrayBody(bytes("id " + ID))),
                        Map.entry("ByteArrayBody", ByteArrayBody("#{bytes}")),
                        Map.entry("ByteArrayBody of a function", ByteArrayBody(user -> bytes("id " + id(user)))))
                .entrySet()
                .stream()
                .map(body -> dynamicTest(body.getKey(), () -> assertThat(text(draft(body.getValue())))
                        .isEqualTo("id " + ID)));
    }

    @Test
    void aRawFileIsSentAsItIs() {
        assertThat(text(draft(RawFileBody("bodies/id.txt")))).isEqualTo("id #{trace.id}");
    }

    @Test
    void aStreamIsRefusedWithWhatToUseInstead() {
        Body stream = InputStreamBody(user -> new ByteArrayInputStream(bytes("id")));

        for (Runnable use : new Runnable[] {
            () -> KinesisRecord.of(stream),
            () -> PipelineDsl.kinesis("Log record").putRecord(stream),
            () -> PipelineDsl.lambda("Function").invoke(stream),
            () -> gzipped(stream)
        }) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a body has to be text or bytes, not InputStreamBody; use ByteArrayBody(session -> bytes)");
        }
    }

    @Test
    void objectsAreWrittenByJackson() {
        assertThat(text(draft(json(user -> new Order(id(user), 7)))))
                .isEqualTo("{\"traceId\":\"" + ID + "\",\"count\":7}");
        assertThat(text(draft(json(user -> Map.of("\"", id(user)))))).isEqualTo("{\"\\\"\":\"" + ID + "\"}");
    }

    @Test
    void whatCannotBeMadeSaysWhy() {
        assertThat(draft(json(user -> new Object())).problem())
                .startsWith("body: ")
                .contains("it cannot be written as JSON: No serializer found for class java.lang.Object");
        for (Body body : new Body[] {
            StringBody("#{nothing}"),
            ByteArrayBody("#{nothing}"),
            jsonTemplate("[#{nothing}]"),
            gzipped(StringBody("#{nothing}")),
            paddedTo(100, StringBody("#{nothing}"))
        }) {
            assertThat(draft(body).problem()).isEqualTo("body: No attribute named 'nothing' is defined");
        }
    }

    @Test
    void aGzippedBodyIsCompressedWhenItIsSent() throws IOException {
        Draft draft = draft(gzipped(paddedTo(500, jsonTemplate("{\"traceId\":\"#{trace.id}\"}"))));

        assertThat(draft.encoding()).isEqualTo(Encoding.GZIP);
        assertThat(draft.body()).hasSize(500);
        assertThat(new JsonMapper().readTree(draft.body()).path("traceId").asText())
                .isEqualTo(ID);
        assertThat(draft(StringBody("id")).encoding()).isEqualTo(Encoding.PLAIN);
    }

    @Test
    void aGzippedBodyIsThatElsewhereToo() throws IOException {
        Body body = gzipped(StringBody("id #{trace.id}"));

        byte[] direct = RecordTemplate.of(body, "key", Optional.empty()).bytes(session(), "");
        byte[] http = ((Body.WithBytes) body).apply(new io.gatling.javaapi.core.Session(session()));

        assertThat(Gzip.expand(direct, 100)).asString().isEqualTo("id " + ID);
        assertThat(http).isEqualTo(direct);
    }

    @Test
    void nothingIsGzippedTwice() {
        assertThatThrownBy(() -> gzipped(gzipped(StringBody("id"))))
                .hasMessage("gzipped takes a body that is not gzipped already");
    }

    private static Draft draft(Body body) {
        return RecordTemplate.of(body, "key", Optional.empty()).draft(session(), ATTEMPT, null);
    }

    private static Session session() {
        return RowsTest.session()
                .set(PutAction.TRACE, new Trace(ATTEMPT, "run", 1, 0))
                .set("bytes", bytes("id " + ID));
    }

    private static Object id(io.gatling.javaapi.core.Session user) {
        return user.getMap("trace").get("id");
    }

    private static String text(Draft draft) {
        assertThat(draft.problem()).isNull();
        return new String(draft.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
