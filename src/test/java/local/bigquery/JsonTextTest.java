package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts are what Google's own evaluator (ZetaSQL) gives for TO_JSON_STRING(PARSE_JSON(…, 'round')). */
class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            { "b" : [ 1 , true ], "a" : null }         | {"a":null,"b":[1,true]}
            {"b":{"z":1,"A":[ {"y":1,"x":2}]},"":null} | {"":null,"b":{"A":[{"x":2,"y":1}],"z":1}}
            {"a": 1, "a": 2}                           | {"a":1}
            {"😀":1,"\\uFFFD":2}                       | {"\uFFFD":2,"😀":1}
            {}                                         | {}
            []                                         | []
            "a"                                        | "a"
            "\\u001f\\u007f\\/\\u2028\\n\\u0008\\""             | "\\u001f\u007f/\u2028\\n\\b\\""
            [123456789012345678, 18446744073709551615] | [123456789012345678,18446744073709551615]
            18446744073709551616                       | 1.8446744073709552e+19
            -0                                         | 0
            -0.0                                       | -0.0
            [1.10, 1e2, 1E5, 100.0, 12345678.5]        | [1.1,100.0,100000.0,100.0,12345678.5]
            [0.0001, 0.00001, 1e-7, -1.5e-7]           | [0.0001,1e-05,1e-07,-1.5e-07]
            [123456789012345.5, 1e15, 1e16, 1.5e21]    | [123456789012345.5,1e+15,1e+16,1.5e+21]
            """)
    void asGoogleWritesIt(String json, String text) throws Exception {
        assertThat(JsonText.normalised(json)).isEqualTo(text);
        assertThat(JsonText.normalised(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "[1] 2", "NaN", "{'a': 1}", "01", "1e999", "{\"a\" 1}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.normalised(text)).isInstanceOf(Exception.class);
    }

    @Test
    void fiveHundredLevelsAndNoMore() throws Exception {
        String deep = "[".repeat(500) + "]".repeat(500);
        assertThat(JsonText.normalised(deep)).isEqualTo(deep);
        assertThatThrownBy(() -> JsonText.normalised("[" + deep + "]")).hasMessageContaining("500");
    }
}
