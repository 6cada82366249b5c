package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PaddedBodyTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Property
    void aJsonObjectHasExactlyTheSizeAndWhatItHad(
            @ForAll @CharRange(to = '\ud7ff') @StringLength(max = 40) String value,
            @ForAll @IntRange(max = 300) int more)
            throws IOException {
        JsonNode whole = JSON.createObjectNode().put("value", value).put("last", 1);
        int length = JSON.writeValueAsBytes(whole).length;

        String padded = PaddedBody.pad(JSON.writeValueAsString(whole), length + more);

        assertThat(padded.getBytes(StandardCharsets.UTF_8)).hasSize(length + more);
        assertThat(JSON.readTree(padded).path("value")).isEqualTo(whole.path("value"));
        assertThat(JSON.readTree(padded).path("last").asInt()).isEqualTo(1);
    }

    @Test
    void theFillerIsAMemberOfItsOwn() {
        assertThat(PaddedBody.pad("{\"a\":{}}\n", 28)).isEqualTo("{\"a\":{},\"padding\":\"xxxxxx\"}\n");
        assertThat(PaddedBody.pad("{\"a\":1}", 12)).isEqualTo("{\"a\":1}     ");
    }

    @Test
    void allElseGetsSpaces() {
        assertThat(PaddedBody.pad("text", 30)).isEqualTo("text" + " ".repeat(26));
        assertThat(PaddedBody.pad("{ }", 30)).isEqualTo("{ }" + " ".repeat(27));
        assertThat(PaddedBody.pad("[{}]", 30)).isEqualTo("[{}]" + " ".repeat(26));
    }

    @Test
    void whatIsLongerCannotBePadded() {
        assertThatThrownBy(() -> PaddedBody.pad("äöü", 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it has 6 bytes without padding, which is more than the 5 it should have");
    }
}
