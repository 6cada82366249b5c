package local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import local.lambda.MappingSwitch.State;
import local.truth.PauseListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MappingSwitchTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final PauseListener pauses = new PauseListener() {
        @Override
        public void stopped() {
            told.add("stopped");
        }

        @Override
        public void resumed() {
            told.add("resumed");
        }
    };

    @Test
    void batchesUnderWayEndAndNoneBegins() throws Exception {
        MappingSwitch power = new MappingSwitch(() -> Duration.ZERO, pauses);
        assertThat(power.begin(() -> {})).isTrue();
        assertThat(power.begin(() -> {})).isTrue();
        assertThat(power.ask(false)).isTrue();
        assertThat(power.begin(resumed::countDown)).isFalse();
        power.end();
        assertThat(power.state()).isEqualTo(State.DISABLING);
        assertThat(told).isEmpty();
        power.end();
        assertThat(told).containsExactly("stopped");
        awaitState(power, State.DISABLED);
        assertThat(resumed.getCount()).as("waits").isOne();

        assertThat(power.ask(true)).isTrue();
        assertThat(resumed.await(10, TimeUnit.SECONDS)).as("goes on").isTrue();
        awaitState(power, State.ENABLED);
        assertThat(told).containsExactly("stopped", "resumed");
        assertThat(power.begin(() -> {})).isTrue();
    }

    @Test
    void aChangeTakesItsTimeAndIsNotInterrupted() {
        MappingSwitch power = new MappingSwitch(() -> Duration.ofHours(1), pauses);
        assertThat(power.ask(false)).isTrue();
        assertThat(told).containsExactly("stopped");
        assertThat(power.ask(true)).isFalse();
        assertThat(power.ask(false)).isFalse();
        assertThat(power.state()).isEqualTo(State.DISABLING);
    }

    @Test
    void askedForWhatItIsNothingChanges() {
        MappingSwitch power = new MappingSwitch(() -> Duration.ZERO, pauses);
        assertThat(power.ask(true)).isTrue();
        assertThat(power.state()).isEqualTo(State.ENABLED);
        assertThat(told).isEmpty();
    }

    private static void awaitState(MappingSwitch power, State state) throws InterruptedException {
        while (power.state() != state) {
            Thread.sleep(1);
        }
    }
}
