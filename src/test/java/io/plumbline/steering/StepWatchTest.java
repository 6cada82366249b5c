package io.plumbline.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.capacity.Stage;
import io.plumbline.capacity.StepObservation.LatencyObjective;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Visibility;
import io.plumbline.settings.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepWatchTest {

    private static final long FROM = 10_000_000;
    private static final Settings SETTINGS = TestSettings.forPipeline(
                    URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
            .with("plumbline.slo.endToEnd.p50", "1 s")
            .with("plumbline.slo.endToEnd.p95", "2 s")
            .with("plumbline.generator.maxLateness", "500 ms")
            .with("plumbline.generator.maxPause", "2 s")
            .settings();

    private final StepWatch watch = new StepWatch(FROM);

    private static Sent sent(long micros, int lagMicros) {
        return new Sent(0, micros, Long.MAX_VALUE, true, lagMicros, 1);
    }

    @Test
    void latenciesAreOfWhatArrivedInTheStepWithTheirBounds() {
        watch.settled(Records.arrived(sent(0, 0), 1, 2, FROM - 1));
        for (int i = 0; i < 100; i++) {
            long inserted = FROM + i * 1_000;
            watch.settled(Records.arrived(
                    sent(inserted - 800_000, 0),
                    inserted - 100_000,
                    inserted - 50_000,
                    new Visibility(inserted - 100_000, inserted, inserted + 300_000, true)));
        }

        assertThat(watch.p95().point()).isBetween(799.0, 802.0);
        assertThat(watch.p95().lower()).isBetween(699.0, 702.0);
        assertThat(watch.p95().upper()).isBetween(1_099.0, 1_104.0);
        assertThat(watch.objectives(SETTINGS.slo()))
                .extracting(LatencyObjective::what, LatencyObjective::limitMillis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("end-to-end p50", 1_000.0),
                        org.assertj.core.groups.Tuple.tuple("end-to-end p95", 2_000.0));
    }

    @Test
    void whereNothingArrivedNoObjectiveSaysAnything() {
        watch.settled(Records.rejected(FROM));

        assertThat(watch.objectives(SETTINGS.slo())).isEmpty();
        assertThat(watch.p95().point()).isNull();
    }

    @Test
    void stagesAreComparedByTheFirstAndTheLastThirdOfWhatLeftThem() {
        for (int i = 0; i < 90; i++) {
            long received = FROM + 1_000_000 + i * 10_000;
            long done = received + (i < 45 ? 20_000 : 60_000);
            watch.settled(Records.arrived(sent(received - 500_000, 0), received, done, done + 5_000));
        }

        Map<Stage, Stage.Times> stages = watch.stages(FROM + 60_000_000);

        assertThat(stages.get(Stage.FUNCTION)).isEqualTo(new Stage.Times(20, 60));
        assertThat(stages.get(Stage.INSERT)).isEqualTo(new Stage.Times(5, 5));
        assertThat(stages.get(Stage.WAIT)).isEqualTo(new Stage.Times(499, 499));
        assertThat(watch.stages(FROM + 1_100_000))
                .as("of too few nothing is said")
                .doesNotContainKeys(Stage.FUNCTION, Stage.WAIT);
    }

    @Test
    void aWellGeneratorHasNoFaults() {
        for (int i = 0; i < 200; i++) {
            watch.late(20_000, FROM + i);
            watch.settled(Records.arrived(sent(FROM + i, 30_000), 1, 2, FROM + 3));
        }

        assertThat(watch.faults(SETTINGS.generator())).isEmpty();
    }

    @Test
    void whatIsHeldAgainstTheGenerator() {
        watch.late(9_000_000, FROM - 1);
        watch.withoutConnection(FROM - 1);
        assertThat(watch.faults(SETTINGS.generator())).as("the warm-up's").isEmpty();

        for (int i = 0; i < 200; i++) {
            watch.late(i < 190 ? 1_000 : 2_500_000, FROM + i);
            watch.settled(Records.arrived(sent(FROM + i, i < 190 ? 0 : 700_000), 1, 2, FROM + 3));
        }
        watch.withoutConnection(FROM);

        assertThat(watch.faults(SETTINGS.generator()))
                .satisfiesExactly(
                        timer -> assertThat(timer)
                                .matches("the generator's timer was 2\\.5\\d s late at p99, .*maxLateness is 500 ms"),
                        lag -> assertThat(lag).matches("records were sent 70\\d ms late at p99, .*"),
                        pause -> assertThat(pause)
                                .matches("the generator stood still for 2\\.5\\d s, .*maxPause is 2\\.00 s"),
                        connection -> assertThat(connection)
                                .isEqualTo(
                                        "no connection became free for 1 record: raise plumbline.kinesis.maxConcurrency"));
    }
}
