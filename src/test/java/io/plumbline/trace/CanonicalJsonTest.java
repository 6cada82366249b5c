package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                "[ ]|[]",
                "{ \"b\" : 1 , \"a\" : [ 2 , {\"d\":null, \"c\":true} ] }|{\"a\":[2,{\"c\":true,\"d\":null}],\"b\":1}",
                "{\"a\":1,\"a\":2}|{\"a\":2}",
                "\"\\u00e4\\/\\n\\u0001\\\"\"|\"ä/\\n\\u0001\\\"\"",
                "2.50|2.5",
                "12345678901234567890|12345678901234567890",
                "-7|-7",
                "false|false",
            })
    void isSortedAndWithoutWhiteSpace(String json, String canonical) throws IOException {
        assertThat(canonical(json)).isEqualTo(canonical);
        assertThat(canonical(canonical)).isEqualTo(canonical);
        assertThat(JSON.readTree(canonical)).isEqualTo(JSON.readTree(json));
    }

    @Test
    void leavesTheParserAtTheEndOfTheValue() throws IOException {
        try (JsonParser json = JSON.createParser("[{\"a\":[1]},2]")) {
            json.nextToken();
            json.nextToken();

            assertThat(CanonicalJson.of(json)).isEqualTo("{\"a\":[1]}");
            assertThat(json.nextIntValue(0)).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> canonical("{\"a\":")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> canonical("[1")).isInstanceOf(IOException.class);
    }

    private static String canonical(String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            return CanonicalJson.of(json);
        }
    }
}
