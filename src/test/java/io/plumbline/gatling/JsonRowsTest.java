package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.core.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonRowsTest {

    private final Session session = RowsTest.session().set("who", "ann").set("insert", "mine");

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void rowsAlikeDifferByTheirPlace() {
        assertThat(JsonRows.alike(2, StringBody("{\"n\":#{insert.index},\"who\":\"#{who}\"}"))
                        .in(session))
                .containsExactly("{\"n\":0,\"who\":\"ann\"}", "{\"n\":1,\"who\":\"ann\"}");
        assertThat(session.attributes().apply("insert")).as("the user's own").isEqualTo("mine");
    }

    @Test
    void bodiesMayBeTextOrBytes() {
        byte[] bytes = "{\"b\":1.50}".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonRows.ofBodies(List.of(StringBody(" {\"a\":1} "), ByteArrayBody(bytes)))
                        .in(session))
                .containsExactly(" {\"a\":1} ", "{\"b\":1.50}");
    }

    @Test
    void aFunctionMakesThemOfTheUsersSession() {
        JsonRows rows = JsonRows.ofMaps(user -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("who", user.getString("who"));
            row.put("gone", null);
            row.put("tags", List.of(1L, 2L));
            return List.of(row);
        });

        assertThat(rows.in(session)).containsExactly("{\"who\":\"ann\",\"gone\":null,\"tags\":[1,2]}");
        assertThat(JsonRows.ofMaps(user -> new ArrayList<>()).in(session)).isEmpty();
    }

    @Test
    void whatCannotBeMadeIsNamed() {
        assertRefused(bodies("{}", "#{nobody}"), "row 1: body: No attribute named 'nobody' is defined");
        assertRefused(bodies("{}", "no JSON"), "row 1: it is no JSON: Unrecognized token 'no'");
        assertRefused(bodies("{\"a\":1"), "row 0: it is no JSON: Unexpected end-of-input");
        assertRefused(bodies("[{}]"), "row 0: it is no JSON object: [{}]");
        assertRefused(bodies(""), "row 0: it is no JSON object: ");
        assertRefused(bodies("{}", "{} {}"), "row 1: it is more than one JSON object: {} {}");
        assertRefused(
                JsonRows.ofMaps(user -> List.of(Map.of(), Map.of("it", new Object()))),
                "row 1: it cannot be written as JSON: No serializer found");
        assertThatThrownBy(() -> JsonRows.alike(0, StringBody("{}"))).hasMessageContaining("at least one row, not 0");
    }

    private void assertRefused(JsonRows rows, String why) {
        assertThatThrownBy(() -> rows.in(session))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    private static JsonRows bodies(String... texts) {
        return JsonRows.ofBodies(List.of(texts).stream()
                .<io.gatling.javaapi.core.Body>map(text -> StringBody(text))
                .toList());
    }
}
