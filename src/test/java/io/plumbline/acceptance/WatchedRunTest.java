package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** A run that a real InfluxDB and a real Prometheus watch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedRunTest {

    private static final List<String> OUTCOMES =
            List.of("rejected", "ambiguous", "onTime", "late", "lost", "unresolved", "untimed", "unsent");

    @TempDir
    static Path folder;

    private Watcher influxDb;
    private Watcher prometheus;
    private JsonNode run;

    @BeforeAll
    void aRunIsWatched() throws Exception {
        int port = Watcher.freePort();
        influxDb = Watcher.influxDb(Files.createDirectory(folder.resolve("influxdb")));
        prometheus = Watcher.prometheus(Files.createDirectory(folder.resolve("prometheus")), port);
        Program.Ended ended = Program.gatling(folder, SmokeSimulation.class, Map.of())
                .set("plumbline.metrics.influx", influxDb.root() + "/k6")
                .set("plumbline.metrics.period", "1 s")
                .set("plumbline.metrics.prometheus", Integer.toString(port))
                .set("local.faults.drop.ordinals", "7,20")
                .set("plumbline.cloudwatch.ask", "always")
                .run();
        run = ended.run();
        assertThat(ended.count("lost")).isEqualTo(2);
    }

    @AfterAll
    void theyEnd() throws Exception {
        if (influxDb != null) {
            influxDb.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void influxDbHasTheFinalCounts() throws Exception {
        assertThat(byOutcome(
                        influx("SELECT sum(\"value\") FROM \"pipeline_records\" WHERE \"test_run_id\" = 'acceptance'"
                                + " GROUP BY \"outcome\"")))
                .isEqualTo(counts());
        assertThat(single(influx("SELECT sum(\"value\") FROM \"total_records_processed\"")))
                .isEqualTo(arrived());
        assertThat(single(influx("SELECT sum(\"count\") FROM \"end_to_end_latency_ms\"")))
                .isEqualTo(arrived());
        assertThat(single(influx("SELECT last(\"value\") FROM \"end_to_end_success_rate\"")))
                .as("six digits")
                .isCloseTo(run.get("successRate").asDouble(), offset(1e-6));
    }

    @Test
    void prometheusHasTheFinalCounts() throws Exception {
        assertThat(byOutcome(prometheus("last_over_time(pipeline_records_total{test_run_id=\"acceptance\"}[1h])")))
                .isEqualTo(counts());
        assertThat(single(prometheus("last_over_time(total_records_processed_total[1h])")))
                .isEqualTo(arrived());
        assertThat(single(prometheus("last_over_time(kinesis_write_time_ms_count[1h])")))
                .isEqualTo(run.at("/kinesisPut/count").asDouble());
        assertThat(single(prometheus("last_over_time(pipeline_in_flight[1h])"))).isZero();
    }

    /** Two were taken by Kinesis and never got to the function. */
    @Test
    void whatAwsCountedStandsBesideWhatPlumblineCounted() {
        JsonNode cloud = run.get("cloud");
        long sent = run.at("/counts/intended").asLong();

        assertThat(cloud.get("notKnown").isNull()).as(cloud.toString()).isTrue();
        assertThat(cloud.get("ledger"))
                .extracting(step -> step.get("name").asText() + " " + step.get("records"))
                .containsExactly(
                        "intended " + sent,
                        "sent " + sent,
                        "acknowledged " + sent,
                        "incoming " + sent,
                        "invoked " + (sent - 2),
                        "rows " + (sent - 2),
                        "distinct " + (sent - 2));
        assertThat(cloud.at("/unequal/before").asText()).isEqualTo("incoming");
        assertThat(cloud.at("/unequal/after").asText()).isEqualTo("invoked");
        assertThat(cloud.at("/unequal/records").asInt()).isEqualTo(-2);
        assertThat(cloud.at("/metrics/invocations").asDouble()).isPositive();
        assertThat(cloud.at("/metrics/errors").asDouble()).isZero();
        assertThat(cloud.at("/metrics/duration_maximum").asDouble()).isPositive();
    }

    /** No trace id is a tag: there would be as many series as records. */
    @Test
    void thereAreFewSeries() throws Exception {
        JsonNode labels = prometheus.ask("/api/v1/labels", "?match[]", "{job=\"plumbline\"}");

        assertThat(labels.get("data"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "__name__", "instance", "job", "le", "outcome", "simulation", "stage", "test_run_id");
    }

    @Test
    void everyPanelOfTheDashboardsShowsSomething() throws Exception {
        assertThat(panels("docs/grafana-prometheus.json")).hasSizeGreaterThan(5).allSatisfy(query -> assertThat(
                        prometheus(query).get("data").get("result"))
                .as(query)
                .isNotEmpty());
        assertThat(panels("docs/grafana-influxdb.json")).hasSizeGreaterThan(5).allSatisfy(query -> assertThat(
                        influx(query).at("/results/0/series"))
                .as(query)
                .isNotEmpty());
    }

    private Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>();
        OUTCOMES.forEach(
                outcome -> counts.put(outcome, run.at("/counts/" + outcome).asDouble()));
        return counts;
    }

    private double arrived() {
        return run.at("/counts/onTime").asDouble() + run.at("/counts/late").asDouble();
    }

    private JsonNode influx(String query) throws Exception {
        return influxDb.ask("/query?db=k6&", "q", query);
    }

    /** At the end of the run, when the metrics are no longer fetched. */
    private JsonNode prometheus(String query) throws Exception {
        return prometheus.ask("/api/v1/query?", "query", query);
    }

    private static Map<String, Double> byOutcome(JsonNode answer) {
        Map<String, Double> values = new TreeMap<>();
        answer.at("/results/0/series")
                .forEach(series -> values.put(
                        series.at("/tags/outcome").asText(),
                        series.at("/values/0/1").asDouble()));
        answer.at("/data/result")
                .forEach(series -> values.put(
                        series.at("/metric/outcome").asText(),
                        series.at("/value/1").asDouble()));
        return values;
    }

    private static double single(JsonNode answer) {
        JsonNode value = answer.has("results")
                ? answer.at("/results/0/series/0/values/0/1")
                : answer.at("/data/result/0/value/1");
        assertThat(value.isMissingNode()).as(answer.toString()).isFalse();
        return value.asDouble();
    }

    /** Their queries, as Grafana would send them. */
    private static List<String> panels(String file) throws Exception {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : new JsonMapper().readTree(Path.of(file).toFile()).get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                queries.add(target.path(target.has("expr") ? "expr" : "query")
                        .asText()
                        .replace("$__rate_interval", "1h")
                        .replace("$__range", "1h")
                        .replace("$__interval", "1h")
                        .replace("$timeFilter", "time > now() - 1h")
                        .replace("$run", "acceptance"));
            }
        }
        return queries;
    }
}
