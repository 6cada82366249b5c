package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Clocks;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Sighting;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import org.junit.jupiter.api.Test;

class StageTimesTest {

    private static final long SENT = 1_800_000_000_000_000L;

    private final StageTimes stages = new StageTimes();

    /** Received to the microsecond, done to the millisecond and so, by its stamp, before. */
    @Test
    void aStampThatIsRoundedDownIsNoClockThatDisagrees() {
        for (int i = 0; i < 50; i++) {
            arrives(SENT + 500_701, SENT + 500_000);
            arrives(SENT + 500_701, SENT + 505_000);
        }

        assertThat(lambda().negative()).isZero();
        assertThat(lambda().valid()).isTrue();
    }

    @Test
    void whatRoundingCannotExplainIsNegative() {
        arrives(SENT + 501_701, SENT + 500_000);

        assertThat(lambda().negative()).isEqualTo(1);
        assertThat(lambda().valid()).isFalse();
    }

    private void arrives(long received, long done) {
        Stamps stamps = Stamps.none().with(Stamp.LAMBDA_RECEIVED, received).with(Stamp.LAMBDA_DONE, done);
        Sighting sighting = new Sighting(stamps, SENT + 600_000, SENT + 1_000_000, null);
        stages.arrived(SENT, Arrival.of(new Sent(0, SENT, SENT + 30_000_000, true), sighting));
    }

    private Stage lambda() {
        return stages.stages(new Clocks().update()).stream()
                .map(timed -> timed.stage())
                .filter(stage -> stage.name().equals("Lambda"))
                .findFirst()
                .orElseThrow();
    }
}
