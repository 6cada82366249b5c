package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CoreDsl;
import io.plumbline.PipelineDsl;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTemplateTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Jackson writes its members. */
    private record Order(long number, List<String> items, Instant at, Duration after) {}

    @Property
    void anyTextComesBackAsItWas(@ForAll("texts") String text) throws IOException {
        byte[] sent = made("{\"a\":\"<#{value}>\",\"b\":#{value},\"c\":#{list}}", text)
                .getBytes(StandardCharsets.UTF_8);

        JsonNode read = JSON.readTree(sent);

        assertThat(read.path("a").asText()).isEqualTo("<" + text + ">");
        assertThat(read.path("b").asText()).isEqualTo(text);
        assertThat(read.path("c").path(0).asText()).isEqualTo(text);
    }

    /** Quotes, control characters, and surrogates by halves, which UTF-8 cannot hold, more often than chance has them. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("\"\\/{}#\u2028\u007f\ufffeäα")
                        .withCharRange('\u0000', '\u001f')
                        .withCharRange('\ud7fe', '\udc02')
                        .ofMaxLength(12));
    }

    @Test
    void outsideOfAStringAValueIsWrittenAsJson() {
        assertThat(made("[#{value}]", 7)).isEqualTo("[7]");
        assertThat(made("[#{value}]", 7_000_000_000L)).isEqualTo("[7000000000]");
        assertThat(made("[#{value}]", new BigDecimal("0.10"))).isEqualTo("[0.10]");
        assertThat(made("[#{value}]", true)).isEqualTo("[true]");
        assertThat(made("[#{value}]", null)).isEqualTo("[null]");
        assertThat(made("[#{value}]", "say \"hi\"")).isEqualTo("[\"say \\\"hi\\\"\"]");
        assertThat(made("[#{value}]", Map.of("a", Arrays.asList(1, null)))).isEqualTo("[{\"a\":[1,null]}]");
        assertThat(made("#{value}", new Order(7, List.of("ä\n"), Instant.EPOCH, Duration.ofSeconds(90))))
                .isEqualTo("{\"number\":7,\"items\":[\"ä\\n\"],\"at\":\"1970-01-01T00:00:00Z\",\"after\":\"PT1M30S\"}");
    }

    @Test
    void insideOfAStringAValueIsItsText() {
        assertThat(made("{\"v\":\"#{value}/#{value}\"}", 7)).isEqualTo("{\"v\":\"7/7\"}");
        assertThat(made("{\"v\":\"\\\"#{value}\\\\\"}", "\"")).isEqualTo("{\"v\":\"\\\"\\\"\\\\\"}");
        assertThat(made("{\"#{value}\":1}", "a\"b")).isEqualTo("{\"a\\\"b\":1}");
        assertThat(made("{\"v\":\"#{value.jsonStringify()}\"}", "a")).isEqualTo("{\"v\":\"\\\"a\\\"\"}");
    }

    @Test
    void gatlingsOwnPlaceholdersWork() {
        assertThat(made("[#{value(1)},#{value.size()},\"#{value(0)}\"]", List.of("a", 2)))
                .isEqualTo("[2,2,\"a\"]");
        assertThat(made("{\"\\u0023{value}\":\"#{currentDate('year')}\"}", ""))
                .isEqualTo("{\"\\u0023{value}\":\"year\"}");
    }

    @Test
    void listsAndMapsOfScalaAreThoseOfJava() {
        GatlingDsl.configure();
        Object fed = CoreDsl.jsonFile("feeder.json").readRecords().get(0).get("nested");

        assertThat(made("[#{value}]", fed)).isEqualTo("[{\"list\":[1,{\"a\":null}]}]");
    }

    @Test
    void aValueThatIsNotThereIsNamed() {
        assertThat(failure("{\"a\":#{nothing}}", 1)).isEqualTo("No attribute named 'nothing' is defined");
        assertThat(failure("{\"a\":\"#{value}\"}", null)).contains("null");
        assertThat(failure("{\"a\":#{value}}", new Object()))
                .startsWith("#{value}: it cannot be written as JSON: No serializer found for class java.lang.Object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":#{value},}          | no JSON, line 1, column 15: Unexpected character ('}'
                    {"a":1#{value}}          | no JSON, line 1, column 7: Unexpected character ('n'
                    {#{value}:1}             | no JSON, line 1, column 2: Unexpected character
                    {"a":#{value}#{value}}   | no JSON, line 1, column 14: Unexpected character ('n'
                    {"a":#{value}            | no JSON, line 1
                    {"a":"#{value}}          | no JSON, line 1
                    {"a":"\\#{value}"}       | no JSON, line 1, column 8: Unrecognized character escape
                    {"a":1} {"b":2}          | no JSON, line 1, column 9: Trailing token
                    {"a":#{value             | the JSON template, line 1, column 6: a placeholder that does not end
                    {"a":#{}}                | the JSON template, line 1, column 6:
                    {"a":"b", "c":#{d.}}     | the JSON template, line 1, column 15: Failed to parse #{d.}
                    [#{value.jsonStringify()}] | column 2: #{value.jsonStringify()} would be written as JSON twice
                    ''                       | the JSON template is empty
                    """)
    void whatIsNoJsonIsRefusedWithItsPlace(String template, String message) {
        assertThatThrownBy(() -> JsonTemplate.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void thePlaceIsThatInTheTemplate() {
        assertThatThrownBy(() -> JsonTemplate.of("{\"a\": \"#{value}\",\n \"b\": #{value},\n  oops}"))
                .hasMessageStartingWith("the JSON template is no JSON, line 3, column 3: Unexpected character ('o'");
        assertThatThrownBy(() -> JsonTemplate.of("{\n\"a\": #{"))
                .hasMessageStartingWith("the JSON template, line 2, column 6: ");
    }

    @Test
    void aFileOfTheSettingsIsAlsoFoundInTheFileSystemAndMustHoldTheId(@TempDir Path folder) throws IOException {
        Path body = Files.writeString(folder.resolve("body.json"), "{\"id\":\"#{trace.id}\"}");
        Path without = Files.writeString(folder.resolve("without.json"), "{\"id\":\"#{tenant}\"}");

        assertThat(JsonTemplate.ofFile(body, "#{trace.id}")).isNotNull();
        assertThatThrownBy(() -> JsonTemplate.ofFile(without, "#{trace.id}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("without.json has no #{trace.id}");
    }

    @Test
    void aFileIsNamedInWhatIsWrongWithIt() {
        assertThatThrownBy(() -> JsonTemplate.ofFile("bodies/nowhere.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the JSON template bodies/nowhere.json is neither on the class path nor a file");
        assertThatThrownBy(() -> JsonTemplate.ofFile("reference.conf"))
                .hasMessageStartingWith("the JSON template reference.conf is no JSON, line ");
    }

    @Test
    void theDefaultBodyIsJsonWhoeverTheTenantIs() throws IOException {
        Session session =
                RowsTest.session().set(PutAction.TRACE, TraceTest.TRACE).set("tenant", "the \"best\"");

        String body = PipelineDsl.logRecord().apply(new io.gatling.javaapi.core.Session(session));

        JsonNode read = JSON.readTree(body);
        assertThat(read.path("traceId").asText()).isEqualTo("run-0-l0000000042");
        assertThat(read.path("data").path("tenant_id").asText()).isEqualTo("the \"best\"");
        assertThat(read.path("load_test").path("user").isIntegralNumber()).isTrue();
        assertThat(read.path("timestamps").path("sent").asLong()).isEqualTo(1_700_000_000_123_456L);
    }

    @Test
    void thereAreFiveTenants() {
        GatlingDsl.configure();

        assertThat(PipelineDsl.tenants().queue().readRecords())
                .extracting(tenant -> tenant.get("tenant"))
                .containsExactly("tenant-1", "tenant-2", "tenant-3", "tenant-4", "tenant-5");
    }

    private static String made(String template, Object value) {
        return ((Success<String>) resolved(template, value)).value();
    }

    private static String failure(String template, Object value) {
        return ((Failure) (Validation<?>) resolved(template, value)).message();
    }

    private static Validation<String> resolved(String template, Object value) {
        Session session = RowsTest.session().set("value", value).set("list", Collections.singletonList(value));
        return ((JsonTemplate) JsonTemplate.of(template).asScala()).apply(session);
    }
}
