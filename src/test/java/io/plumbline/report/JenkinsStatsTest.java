package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.docs.RunSchema;
import io.plumbline.result.Distribution;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JenkinsStatsTest {

    /** The fields that the plugin reads, and their types. */
    private static final String SCHEMA =
            """
            {
              "type": "object",
              "required": ["numberOfRequests", "minResponseTime", "maxResponseTime", "meanResponseTime",
                "standardDeviation", "percentiles1", "percentiles2", "percentiles3", "percentiles4",
                "group1", "group2", "group3", "group4", "meanNumberOfRequestsPerSecond"],
              "properties": {
                "name": {"type": "string"},
                "numberOfRequests": {"$ref": "#/$defs/whole"},
                "minResponseTime": {"$ref": "#/$defs/whole"}, "maxResponseTime": {"$ref": "#/$defs/whole"},
                "meanResponseTime": {"$ref": "#/$defs/whole"}, "standardDeviation": {"$ref": "#/$defs/whole"},
                "percentiles1": {"$ref": "#/$defs/whole"}, "percentiles2": {"$ref": "#/$defs/whole"},
                "percentiles3": {"$ref": "#/$defs/whole"}, "percentiles4": {"$ref": "#/$defs/whole"},
                "group1": {"$ref": "#/$defs/group"}, "group2": {"$ref": "#/$defs/group"},
                "group3": {"$ref": "#/$defs/group"}, "group4": {"$ref": "#/$defs/group"},
                "meanNumberOfRequestsPerSecond": {"$ref": "#/$defs/rates"}
              },
              "additionalProperties": false,
              "$defs": {
                "whole": {"type": "object", "required": ["total", "ok", "ko"], "additionalProperties": false,
                  "properties": {"total": {"type": "integer", "minimum": 0}, "ok": {"type": "integer", "minimum": 0},
                    "ko": {"type": "integer", "minimum": 0}}},
                "rates": {"type": "object", "required": ["total", "ok", "ko"], "additionalProperties": false,
                  "properties": {"total": {"type": "number", "minimum": 0}, "ok": {"type": "number", "minimum": 0},
                    "ko": {"type": "number", "minimum": 0}}},
                "group": {"type": "object", "required": ["name", "count", "percentage"], "additionalProperties": false,
                  "properties": {"name": {"type": "string"}, "count": {"type": "integer", "minimum": 0},
                    "percentage": {"type": "integer", "minimum": 0, "maximum": 100}}}
              }
            }
            """;

    private final EndToEndRecorder endToEnd = new EndToEndRecorder();

    @Test
    void hasWhatThePluginReads() throws IOException {
        assertThat(RunSchema.of(SCHEMA)
                        .problems(
                                json(Runs.passed(), Runs.histograms().endToEnd().point())))
                .isEmpty();
        assertThat(RunSchema.of(SCHEMA)
                        .problems(json(Runs.nothingSent(), endToEnd.spread().point())))
                .isEmpty();
        assertThat(RunSchema.of(SCHEMA).problems(new JsonMapper().readTree("{}")))
                .isNotEmpty();
    }

    @Test
    void isFromEndToEnd() throws IOException {
        for (int millis = 1; millis <= 1_500; millis++) {
            endToEnd.arrived(0, 1_000L * millis, 2_000_000);
        }

        JsonNode json = json(
                Runs.run(Runs.counts(1_500, 0, 1_500, 0, 0), Runs.passed().generator()),
                endToEnd.spread().point());

        assertThat(total(json, "numberOfRequests")).isEqualTo(1_500);
        assertThat(total(json, "minResponseTime")).isEqualTo(1);
        assertThat(total(json, "maxResponseTime")).isEqualTo(1_500);
        assertThat(total(json, "meanResponseTime")).isCloseTo(750, within(1.0));
        assertThat(total(json, "standardDeviation")).isCloseTo(433, within(1.0));
        assertThat(total(json, "percentiles1")).isEqualTo(750);
        assertThat(total(json, "percentiles2")).isEqualTo(1_125);
        assertThat(total(json, "percentiles3")).isEqualTo(1_425);
        assertThat(total(json, "percentiles4")).isEqualTo(1_485);
        assertThat(json.at("/group1/count").asInt()).isCloseTo(799, within(1));
        assertThat(json.at("/group2/count").asInt()).isCloseTo(400, within(1));
        assertThat(json.at("/group3/count").asInt()).isCloseTo(301, within(1));
        assertThat(json.at("/group4/count").asInt()).isZero();
        assertThat(total(json, "meanNumberOfRequestsPerSecond")).isEqualTo(50);
    }

    @Test
    void whatDidNotArriveIsKoAndTookAsLongAsTheRun() throws IOException {
        for (int i = 0; i < 980; i++) {
            endToEnd.arrived(1_000, 1_000, 1_000);
        }
        for (int i = 0; i < 20; i++) {
            endToEnd.lost();
        }

        JsonNode json = json(
                Runs.run(Runs.counts(1_000, 0, 980, 0, 20), Runs.passed().generator()),
                endToEnd.spread().point());

        assertThat(json.at("/numberOfRequests/ok").asInt()).isEqualTo(980);
        assertThat(json.at("/numberOfRequests/ko").asInt()).isEqualTo(20);
        assertThat(total(json, "percentiles3")).isEqualTo(1);
        assertThat(total(json, "percentiles4")).isEqualTo(40_000);
        assertThat(total(json, "maxResponseTime")).isEqualTo(40_000);
        assertThat(json.at("/group4/count").asInt()).isEqualTo(20);
        assertThat(json.at("/group4/percentage").asInt()).isEqualTo(2);
    }

    @Test
    void theFolderHasTheSimulationsNameBeforeItsDash() {
        assertThat(new JenkinsStats(Runs.passed(), endToEnd.spread().point()).folder())
                .isEqualTo("smokesimulation-20261122220000");
    }

    private static double total(JsonNode json, String name) {
        return json.path(name).path("total").asDouble();
    }

    private static JsonNode json(RunRecord run, Distribution times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JenkinsStats(run, times).write(out);
        return new JsonMapper().readTree(out.toByteArray());
    }
}
