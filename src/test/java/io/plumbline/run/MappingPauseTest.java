package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.aws.MappingControl;
import io.plumbline.aws.MappingFacts;
import io.plumbline.steering.Pause.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class MappingPauseTest {

    private static final MappingFacts MAPPING =
            new MappingFacts("u", "enrich", "Enabled", 100, 1, Duration.ZERO, true, Optional.empty());

    private final AtomicLong now = new AtomicLong(100);
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile String state = "Enabled";
    private volatile boolean refuses;

    private final MappingControl control = new MappingControl() {
        @Override
        public String state(String uuid) {
            return state;
        }

        @Override
        public void disable(String uuid, Duration within) {
            become("Disabled");
        }

        @Override
        public void enable(String uuid, Duration within) {
            become("Enabled");
        }

        private void become(String wanted) {
            if (refuses) {
                throw new IllegalStateException("it is not allowed");
            }
            now.addAndGet(5);
            state = wanted;
        }
    };

    private final MappingPause pause = new MappingPause(
            PausedMapping.of(List.of(MAPPING), Optional.empty(), control, now::get, Duration.ofSeconds(1)),
            () -> isClosed.set(true));

    @AfterEach
    void close() {
        refuses = false;
        pause.close();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itTellsWhenTheChangesWereMade() {
        assertThat(pause.begun()).isEmpty();

        pause.begin();
        until(() -> pause.begun().isPresent());
        assertThat(state).isEqualTo("Disabled");
        assertThat(pause.begun()).contains(new Change(100, 105));
        assertThat(pause.ended()).isEmpty();

        now.set(200);
        pause.end();
        pause.end();
        until(() -> pause.ended().isPresent());
        assertThat(state).isEqualTo("Enabled");
        assertThat(pause.ended()).contains(new Change(200, 205));
        assertThat(pause.failure()).isEmpty();
    }

    @Test
    void whatFailsIsToldAndNotTriedFurther() {
        refuses = true;

        pause.begin();
        until(() -> pause.failure().isPresent());
        refuses = false;
        pause.end();
        pause.close();

        assertThat(pause.failure()).contains("it is not allowed");
        assertThat(pause.begun()).isEmpty();
        assertThat(pause.ended()).isEmpty();
    }

    @Test
    void nothingIsPausedAfterTheRun() {
        pause.close();

        pause.begin();

        assertThat(pause.failure()).contains("the run had ended before");
        assertThat(state).isEqualTo("Enabled");
    }

    @Test
    void closingEnablesTheMappingWhateverWasAskedFor() {
        pause.begin();
        until(() -> pause.begun().isPresent());

        pause.close();
        pause.close();

        assertThat(state).isEqualTo("Enabled");
        assertThat(isClosed).isTrue();
    }
}
