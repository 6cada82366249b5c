package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TwoPipelinesTest {

    @TempDir
    Path folder;

    /** The 25th record is one that only the first pipeline has. */
    @Test
    void theyDoNotMixInRowsCountsOrVerdict() {
        Ended ended = Program.gatling(
                        folder,
                        TwoPipelinesSimulation.class,
                        Map.of(
                                "local.faults.drop.ordinals",
                                "25",
                                "plumbline.pipelines.clicks.slo.lost",
                                "5",
                                "plumbline.pipelines.clicks.arrival.drain",
                                "59 s"))
                .patient()
                .set("plumbline.pipelines.orders.arrival.within", "9 s")
                .set("plumbline.pipelines.orders.arrival.drain", "1 s")
                .run();
        Ended orders = ended.ofPipeline("orders");
        Ended clicks = ended.ofPipeline("clicks");

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        ended.assertRows("Click", "Kinesis put", 20, 0);
        ended.assertRows("Order", "Kinesis put", 15, 0);
        ended.assertRows("Receipt", "Kinesis put", 15, 0);
        assertThat(ended.console()).contains("Verdict: count of failed events is 0.0 : false (actual : 1.0)");

        assertThat(orders.run().path("verdict").asText()).isEqualTo("FAIL");
        assertThat(orders.count("intended")).isEqualTo(30);
        assertThat(orders.count("lost")).isEqualTo(1);
        assertThat(orders.run().at("/settings/plumbline.arrival.within").asText())
                .isEqualTo("9 s");
        ExitCodeTest.assertCountsEqualTheTruth(orders);

        assertThat(clicks.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(clicks.count("intended")).isEqualTo(20);
        assertThat(clicks.count("lost")).isZero();
        assertThat(clicks.run().at("/settings/plumbline.slo.lost").asText()).isEqualTo("5");
        ExitCodeTest.assertCountsEqualTheTruth(clicks);
    }
}
