package io.plumbline.trace;

import static io.plumbline.trace.Stamp.INSERTED;
import static io.plumbline.trace.Stamp.KINESIS_ARRIVAL;
import static io.plumbline.trace.Stamp.LAMBDA_DONE;
import static io.plumbline.trace.Stamp.LAMBDA_RECEIVED;
import static io.plumbline.trace.Stamp.SENT;
import static io.plumbline.trace.Stamp.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StampsTest {

    @Test
    void allStampsMakeAllStagesInTheOrderOfTheirPath() {
        Stamps stamps = Stamps.none()
                .with(VISIBLE, 60)
                .with(SENT, 10)
                .with(KINESIS_ARRIVAL, 20)
                .with(LAMBDA_RECEIVED, 30)
                .with(LAMBDA_DONE, 40)
                .with(INSERTED, 50);

        assertThat(stamps.stages())
                .containsExactly(
                        new Stage(Stamp.SENT, Stamp.KINESIS_ARRIVAL, 10, 20),
                        new Stage(Stamp.KINESIS_ARRIVAL, Stamp.LAMBDA_RECEIVED, 20, 30),
                        new Stage(Stamp.LAMBDA_RECEIVED, Stamp.LAMBDA_DONE, 30, 40),
                        new Stage(Stamp.LAMBDA_DONE, Stamp.INSERTED, 40, 50),
                        new Stage(Stamp.INSERTED, Stamp.VISIBLE, 50, 60));
    }

    @Test
    void aMissingStampMergesTheStagesBesideIt() {
        assertThat(Stamps.none()
                        .with(SENT, 10)
                        .with(KINESIS_ARRIVAL, 20)
                        .with(VISIBLE, 60)
                        .stages())
                .containsExactly(
                        new Stage(Stamp.SENT, Stamp.KINESIS_ARRIVAL, 10, 20),
                        new Stage(Stamp.KINESIS_ARRIVAL, Stamp.VISIBLE, 20, 60));
        assertThat(Stamps.none().with(SENT, 10).with(VISIBLE, 60).stages())
                .containsExactly(new Stage(Stamp.SENT, Stamp.VISIBLE, 10, 60));
        assertThat(Stamps.none()
                        .with(SENT, 10)
                        .with(LAMBDA_DONE, 40)
                        .with(VISIBLE, 60)
                        .stages())
                .containsExactly(
                        new Stage(Stamp.SENT, Stamp.LAMBDA_DONE, 10, 40),
                        new Stage(Stamp.LAMBDA_DONE, Stamp.VISIBLE, 40, 60));
    }

    @Test
    void aStageIsNamedByThePlacesItLiesBetween() {
        assertThat(List.of(
                        new Stage(Stamp.SENT, Stamp.KINESIS_ARRIVAL, 0, 0).name(),
                        new Stage(Stamp.KINESIS_ARRIVAL, Stamp.LAMBDA_RECEIVED, 0, 0).name(),
                        new Stage(Stamp.LAMBDA_RECEIVED, Stamp.LAMBDA_DONE, 0, 0).name(),
                        new Stage(Stamp.LAMBDA_DONE, Stamp.INSERTED, 0, 0).name(),
                        new Stage(Stamp.INSERTED, Stamp.VISIBLE, 0, 0).name(),
                        new Stage(Stamp.SENT, Stamp.LAMBDA_DONE, 0, 0).name()))
                .containsExactly(
                        "Send to Kinesis",
                        "Kinesis to Lambda",
                        "Lambda",
                        "Lambda to BigQuery",
                        "BigQuery to visible",
                        "Send to Lambda");
    }

    @Test
    void oneStampMakesNoStage() {
        assertThat(Stamps.none().stages()).isEmpty();
        assertThat(Stamps.none().with(SENT, 10).stages()).isEmpty();
    }

    @Test
    void withLeavesTheOriginalAsItWas() {
        Stamps before = Stamps.none().with(SENT, 10);

        Stamps after = before.with(SENT, 11);

        assertThat(before.at(SENT)).hasValue(10);
        assertThat(after.at(SENT)).hasValue(11);
        assertThat(before).isNotEqualTo(after).isEqualTo(Stamps.none().with(SENT, 10));
    }

    /** Clocks may disagree, so stamps may be in any order. */
    @Property
    void stagesAddUpToTheWholeWhateverIsKnown(
            @ForAll @Size(min = 2) Set<Stamp> known,
            @ForAll Map<Stamp, @LongRange(min = -1L << 50, max = 1L << 50) Long> values) {
        Stamps stamps = Stamps.none();
        for (Stamp stamp : known) {
            stamps = stamps.with(stamp, values.getOrDefault(stamp, 7L * stamp.ordinal()));
        }
        Stamp first = known.stream().sorted().findFirst().orElseThrow();
        Stamp last = known.stream().sorted().reduce((one, next) -> next).orElseThrow();

        assertThat(stamps.stages().stream().mapToLong(Stage::micros).sum())
                .isEqualTo(stamps.at(last).orElseThrow() - stamps.at(first).orElseThrow());
        assertThat(stamps.stages()).hasSize(known.size() - 1);
    }
}
