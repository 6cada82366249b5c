package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import local.ChildStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import simulations.ComponentSimulation;
import simulations.PutOnlySimulation;

/** What a simulation's actions need of a pipeline has to be there, and nothing else has to. */
@Execution(ExecutionMode.CONCURRENT)
class NeedsTest {

    @TempDir
    Path folder;

    @Test
    void whereRecordsAreOnlyPutNoTableIsNeeded() throws IOException {
        try (StandIn.Running standIn = standIn()) {
            Map<String, String> stream = new HashMap<>(standIn.environment());
            stream.keySet().removeIf(name -> name.matches("BQ_.*|BIGQUERY_.*|GCP_.*|LAMBDA_.*"));

            Ended ended = Program.gatling(
                            folder,
                            PutOnlySimulation.class,
                            Map.of("plumbline.load.ramp", "0 s", "plumbline.load.duration", "2 s"))
                    .environment(stream)
                    .run();

            assertThat(ended.exitCode()).as(ended.console()).isZero();
            assertThat(ended.count("untimed")).isPositive().isEqualTo(ended.count("intended"));
            assertThat(ended.run().at("/counts/duplicatesByConsumer").isNull()).isTrue();
            assertThat(ended.run().at("/counts/notKnown/foreign").asText()).isEqualTo("no table was looked at");
            assertThat(ended.run().at("/polling/queries").asInt()).isZero();
            assertThat(ended.run().at("/controls/0/note").asText()).isEqualTo("no table was looked at");
        }
    }

    @Test
    void allThatTheActionsNeedIsAskedForTogether() {
        Ended ended = Program.gatling(
                        folder,
                        ComponentSimulation.class,
                        Map.of("plumbline.kinesis.stream", "events", "plumbline.load.rate", "0"))
                .run();

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.console())
                .contains("nothing was sent", "plumbline.load.rate", "AWS_REGION", "the simulation puts records")
                .contains("LAMBDA_FUNCTION_NAME", "the simulation invokes the function")
                .contains("BQ_TABLE", "the simulation uses BigQuery")
                .doesNotContain("waits for arrivals", "\tat ");
        assertThat(ended.results().resolve("run.json")).doesNotExist();
    }

    private StandIn.Running standIn() throws IOException {
        return new ChildStandIn(Map.of()).start(folder.resolve("truth.json"));
    }
}
