package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecordJsonTest {

    private static String written(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunRecordJson.write(run, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RunRecord read(String json) throws IOException {
        return RunRecordJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void comesBackAsItWas() throws IOException {
        for (RunRecord run : List.of(
                Runs.passed(),
                Runs.failed(),
                Runs.unresolved(),
                Runs.nothingSent(),
                Runs.searched(),
                Runs.searched(Searches.nothingPassed()),
                Runs.recovered(),
                Runs.recovered(Recoveries.cutOff()))) {
            assertThat(read(written(run))).isEqualTo(run);
        }
    }

    @Test
    void hasTheNamesThatOthersRelyOn() throws IOException {
        JsonNode json = new ObjectMapper().readTree(written(Runs.passed()));
        assertThat(names(json))
                .contains(
                        "schemaVersion",
                        "runId",
                        "target",
                        "simulation",
                        "verdict",
                        "reasons",
                        "counts",
                        "endToEnd",
                        "stages",
                        "watched",
                        "polling",
                        "slo");
        assertThat(names(json.get("counts")))
                .contains(
                        "intended",
                        "unsent",
                        "rejected",
                        "ambiguous",
                        "onTime",
                        "late",
                        "lost",
                        "unresolved",
                        "untimed",
                        "straddling",
                        "unexpected",
                        "duplicatesByConsumer",
                        "duplicatesByProducer",
                        "outOfOrder",
                        "corrupted",
                        "foreign",
                        "lostAtMost");
        assertThat(names(json.get("endToEnd"))).contains("count", "min", "mean", "p50", "p95", "p99", "max");
        for (String figure : List.of("min", "mean", "p50", "p95", "p99", "max")) {
            assertThat(names(json.get("endToEnd").get(figure))).containsExactly("lower", "point", "upper");
        }
        assertThat(names(json.get("stages").get(0)))
                .contains("name", "count", "p50", "p95", "p99", "bound", "negative");
        assertThat(names(json.get("polling"))).containsExactly("queries", "failed", "rows", "bytesBilled", "cost");
        assertThat(names(json.get("slo").get(0))).contains("name", "limit", "value", "result", "sure");
    }

    @Test
    void saysValuesPlainly() throws IOException {
        JsonNode json = new ObjectMapper().readTree(written(Runs.passed()));
        assertThat(json.at("/verdict").asText()).isEqualTo("PASS");
        assertThat(json.at("/times/start").asText()).isEqualTo("2026-11-22T22:00:00Z");
        assertThat(json.at("/endToEnd/p95/point").asDouble()).isEqualTo(1840.0);
        assertThat(json.at("/slo/3/unit").asText()).isEqualTo("ms");
        assertThat(json.at("/counts/outOfOrder").isNull()).isTrue();
        assertThat(json.at("/counts/notKnown/outOfOrder").asText()).isEqualTo("the table has no key column");
    }

    @Test
    void leavesOutWhatTheRunDidNotLookFor() throws IOException {
        assertThat(names(Runs.json(Runs.searched()))).contains("capacity").doesNotContain("recovery");
        assertThat(names(Runs.json(Runs.recovered()))).contains("recovery").doesNotContain("capacity");
        assertThat(Runs.json(Runs.searched()).at("/capacity/limitedBy").asText())
                .isEqualTo("function");
    }

    /** A baseline is made of them. */
    @Test
    void readsWhatOlderVersionsWrote() throws IOException {
        ObjectNode json = (ObjectNode) Runs.json(Runs.passed());
        json.remove("cloud");
        ObjectNode baseline = (ObjectNode) json.get("baseline");
        baseline.remove(List.of("runs", "regressions"));
        baseline.get("figures").forEach(figure -> ((ObjectNode) figure).remove(List.of("where", "chance")));

        RunRecord old = RunRecordJson.read(new ByteArrayInputStream(new JsonMapper().writeValueAsBytes(json)));

        assertThat(old.cloud()).isNull();
        assertThat(old.baseline().runs()).isZero();
        assertThat(old.baseline().regressions()).isEmpty();
        assertThat(old.baseline().figures().get(0).where()).isEqualTo("End to end p95");
    }

    @Test
    void skipsWhatANewerVersionAdded() throws IOException {
        String json = written(Runs.passed()).replaceFirst("\\{", "{\"newerThing\": [1],");
        assertThat(read(json)).isEqualTo(Runs.passed());
    }

    @Test
    void refusesWhatIsNoRunRecord() throws IOException {
        String json = written(Runs.passed());
        assertThatThrownBy(() -> read(json.substring(0, 100))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(json.replace("2026-11-22T22:00:00Z", "yesterday")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Not a time in ISO 8601: yesterday");
        assertThatThrownBy(() -> read("{}")).isInstanceOf(IOException.class).hasMessageContaining("schemaVersion");
        assertThatThrownBy(() -> read("{\"schemaVersion\": 1}")).isInstanceOf(IOException.class);
    }

    @Test
    void refusesANewerSchema() throws IOException {
        String json = written(Runs.passed()).replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2");
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessage("Not a run record of schema version 1 to 1: schemaVersion is 2");
    }
}
