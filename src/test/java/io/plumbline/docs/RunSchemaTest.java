package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.Nights;
import io.plumbline.result.Recoveries;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema of run.json says what is written, no more and no less. */
class RunSchemaTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final RunSchema SCHEMA = RunSchema.ofTheRunRecord();

    static Stream<RunRecord> runs() {
        return Stream.of(
                Runs.passed(),
                Runs.failed(),
                Runs.unresolved(),
                Runs.nothingSent(),
                Runs.merged(),
                Runs.by(Runs.passed(), 1, 2),
                Runs.calling(new Call("Query", Runs.summary(1, 1), 0)),
                Runs.searched(),
                Runs.searched(Searches.limitedByGenerator()),
                Runs.searched(Searches.nothingPassed()),
                Runs.searched(Searches.cutOff()),
                Runs.recovered(),
                Runs.recovered(Recoveries.notRecovered()),
                Runs.recovered(Recoveries.cutOff()),
                Runs.passed().explained(Nights.before(Runs.passed()), true),
                Runs.passed().invalid("of no use"));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatIsWrittenIsValid(RunRecord run) throws IOException {
        assertThat(SCHEMA.problems(Runs.json(run))).isEmpty();
    }

    @Test
    void theExampleIsValid() throws IOException {
        assertThat(SCHEMA.problems(
                        JSON.readTree(Path.of("docs/example/run.json").toFile())))
                .isEmpty();
    }

    static Stream<RunRecord> whole() {
        return Stream.of(Runs.calling(new Call("Query", Runs.summary(1, 1), 0)), Runs.searched(), Runs.recovered());
    }

    @ParameterizedTest
    @MethodSource("whole")
    void aFieldMoreOrLessIsNoticedWhereverItIs(RunRecord run) throws IOException {
        JsonNode whole = Runs.json(run);
        List<String> objects = new ArrayList<>();
        objects("", whole, objects);
        assertThat(objects).hasSizeGreaterThan(40);
        for (String pointer : objects) {
            JsonNode more = whole.deepCopy();
            ((ObjectNode) more.at(pointer)).put("surprise", "yes");
            assertThat(SCHEMA.problems(more)).as("more at " + pointer).isNotEmpty();
            if (!pointer.isEmpty() && !List.of("/polling", "/cloud/metrics").contains(pointer)) {
                JsonNode less = whole.deepCopy();
                ((ObjectNode) less.at(pointer))
                        .remove(whole.at(pointer).fieldNames().next());
                assertThat(SCHEMA.problems(less)).as("less at " + pointer).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/verdict, \"MAYBE\"",
        "/schemaVersion, 2",
        "/counts/lost, -1",
        "/counts/lost, null",
        "/counts/onTime, \"many\"",
        "/endToEnd/p95/point, \"fast\"",
        "/endToEnd/estimator, \"guess\"",
        "/times/start, \"yesterday\"",
        "/times/start, null",
        "/slo/0/result, \"FINE\"",
        "/controls/0/held, 1",
        "/course/puts/shards/0/share, 1.5",
        "/baseline/figures/0/told, \"WORSE\"",
        "/cloud/metrics/invocations, \"many\"",
        "/cloud/ledger/0/name, \"dreamt\""
    })
    void aWrongValueIsNoticed(String pointer, String value) throws IOException {
        JsonNode json = Runs.json(Runs.passed());
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) json.at(pointer.substring(0, last))).set(pointer.substring(last + 1), JSON.readTree(value));

        assertThat(SCHEMA.problems(json)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/capacity/steps/0/result, \"maybe\"",
        "/capacity/limitedBy, \"luck\"",
        "/capacity/prediction/ceilings/0/limit, null",
        "/capacity/lastPass, \"many\"",
        "/capacity/backlog/samples/0, 0.5",
    })
    void aWrongValueOfASearchIsNoticed(String pointer, String value) throws IOException {
        JsonNode json = Runs.json(Runs.searched());
        int last = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, last));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(pointer.substring(last + 1)), JSON.readTree(value));
        } else {
            ((ObjectNode) parent).set(pointer.substring(last + 1), JSON.readTree(value));
        }

        assertThat(SCHEMA.problems(json)).isNotEmpty();
    }

    @Test
    void everyFieldIsDescribed() throws IOException {
        List<String> silent = new ArrayList<>();
        describe("", JSON.readTree(RunSchema.RUN_RECORD.toFile()), silent);
        assertThat(silent).isEmpty();
    }

    private static void describe(String path, JsonNode schema, List<String> silent) {
        schema.path("properties").properties().forEach(field -> {
            if (field.getValue().path("description").asText().isBlank()) {
                silent.add(path + "/" + field.getKey());
            }
            describe(path + "/" + field.getKey(), field.getValue(), silent);
        });
        if (schema.has("items")) {
            describe(path + "[]", schema.get("items"), silent);
        }
    }

    /** Those that have fields of their own, not somebody's keys. */
    private static void objects(String pointer, JsonNode json, List<String> objects) {
        boolean keys = pointer.matches(".*/(notKnown|stages|rejected|ambiguous|lost|settings|versions)");
        if (json.isObject() && !keys && !json.isEmpty()) {
            objects.add(pointer);
            json.properties().forEach(field -> objects(pointer + "/" + field.getKey(), field.getValue(), objects));
        } else if (json.isArray() && !json.isEmpty()) {
            objects(pointer + "/0", json.get(0), objects);
        }
    }
}
