package io.plumbline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final String BODY =
            """
            {"traceId":"id-1","data":{"b":[1,{"d":2.5,"c":null}],"a":"ä\\"é"},"load_test":{"key":"k","digest":"%s"}}"""
                    .formatted(Digest.PLACEHOLDER);

    @Test
    void isThatOfTheCanonicalForm() {
        // printf 'id-1\nk\n{"a":"ä\\"é","b":[1,{"c":null,"d":2.5}]}' | md5sum
        assertThat(sealed(BODY)).isEqualTo(BODY.replace(Digest.PLACEHOLDER, "b48a801ddf2af354b8d84171eb697840"));
    }

    @Test
    void holdsInAnyForm() {
        String digest = digestOf(sealed(BODY));

        assertThat(Digest.matches(
                        digest, "id-1", "k", "{ \"a\": \"\\u00e4\\\"\\u00e9\", \"b\": [1, {\"c\":null, \"d\":2.50}] }"))
                .isTrue();
    }

    @Test
    void breaksAtAnyChange() {
        String digest = digestOf(sealed(BODY));
        String data = "{\"a\":\"ä\\\"é\",\"b\":[1,{\"c\":null,\"d\":2.5}]}";

        assertThat(Digest.matches(digest, "id-1", "k", data)).isTrue();
        assertThat(Digest.matches(digest, "id-2", "k", data)).isFalse();
        assertThat(Digest.matches(digest, "id-1", "l", data)).isFalse();
        assertThat(Digest.matches(digest, "id-1", null, data)).isFalse();
        assertThat(Digest.matches(digest, "id-1", "k", data.replace("1", "2"))).isFalse();
        assertThat(Digest.matches(digest, "id-1", "k", null)).isFalse();
        assertThat(Digest.matches(digest, "id-1", "k", "no json")).isFalse();
    }

    @Test
    void missingPartsAreEmpty() {
        String sealed = sealed("{\"traceId\":\"id\",\"digest\":\"" + Digest.PLACEHOLDER + "\"}");

        assertThat(Digest.matches(digestOf(sealed), "id", null, null)).isTrue();
        assertThat(Digest.matches(digestOf(sealed), "id", "", null)).isTrue();
    }

    @Test
    void isThatOfTheWholeBodyWhateverElseItHolds() {
        String around =
                """
                {"x":{"traceId":"other","data":1},"load_test":{"x":{"key":"other"},"key":7,"digest":"%s"},"data":null,"traceId":"id"}""";

        assertThat(Digest.matches(digestOf(sealed(around.formatted(Digest.PLACEHOLDER))), "id", "7", null))
                .isTrue();
    }

    @Test
    void anAlteredBodyKeepsItsDigest() {
        String sealed = sealed(BODY);
        String altered = new String(Digest.alter(bytes(sealed)), StandardCharsets.UTF_8);

        assertThat(altered).contains(digestOf(sealed)).contains("\"altered\":true");
    }

    @Test
    void aBodyThatWantsNoneIsLeftAlone() {
        byte[] body = {0, 45, 1};

        assertThat(Digest.isWantedIn(body)).isFalse();
        assertThat(Digest.seal(body)).isSameAs(body);
    }

    @Test
    void anIdThatIsANumberCountsAsItsDigits() {
        String body = "{\"traceId\":%s,\"d\":\"" + Digest.PLACEHOLDER + "\"}";

        assertThat(Digest.seal(bytes(body.formatted("4711081510000000042"))))
                .asString(UTF_8)
                .isEqualTo(new String(Digest.seal(bytes(body.formatted("\"4711081510000000042\""))), UTF_8)
                        .replace("\"4711081510000000042\"", "4711081510000000042"));
    }

    @Test
    void aBodyThatCannotHaveOneIsRefused() {
        for (String body : new String[] {
            "[\"%s\"]", "%s", "{\"id\":\"%s\"}", "{\"traceId\":1.5,\"d\":\"%s\"}", "{\"traceId\":\"id\",\"d\":\"%s\""
        }) {
            assertThatThrownBy(() -> Digest.seal(bytes(body.formatted(Digest.PLACEHOLDER))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("#{trace.digest} needs a JSON object with traceId");
        }
    }

    private static String sealed(String body) {
        return new String(Digest.seal(bytes(body)), StandardCharsets.UTF_8);
    }

    private static String digestOf(String sealed) {
        int start = sealed.indexOf("digest\":\"") + 9;
        return sealed.substring(start, start + Digest.PLACEHOLDER.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
