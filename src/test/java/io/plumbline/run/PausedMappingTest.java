package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.plumbline.aws.MappingControl;
import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.NotSwitched;
import io.plumbline.steering.Pause.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PausedMappingTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(PausedMapping.class);
    private static final String COMMAND = "aws lambda update-event-source-mapping --uuid u-enrich --enabled";

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> asked = new ArrayList<>();
    private String state = "Enabled";
    private RuntimeException failure;
    private long nowMicros;

    private final MappingControl control = new MappingControl() {
        @Override
        public String state(String uuid) {
            failIfMeant();
            return state;
        }

        @Override
        public void disable(String uuid, Duration within) {
            become("Disabled", uuid);
        }

        @Override
        public void enable(String uuid, Duration within) {
            become("Enabled", uuid);
        }

        private void become(String wanted, String uuid) {
            asked.add(wanted + " " + uuid);
            nowMicros += 7;
            failIfMeant();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            state = wanted;
        }

        private void failIfMeant() {
            if (failure != null) {
                throw failure;
            }
        }
    };

    @BeforeEach
    void listen() {
        logged.start();
        LOGGER.addAppender(logged);
        LOGGER.setAdditive(false);
    }

    @AfterEach
    void stop() {
        LOGGER.setAdditive(true);
        LOGGER.detachAppender(logged);
    }

    @Test
    void tellsWhenItWasAskedForAndWhenItWasDone() {
        PausedMapping mapping = ofOne();
        nowMicros = 100;
        assertThat(mapping.pause()).isEqualTo(new Change(100, 107));
        assertThat(state).isEqualTo("Disabled");
        nowMicros = 200;
        assertThat(mapping.resume()).isEqualTo(new Change(200, 207));
        assertThat(asked).containsExactly("Disabled u-enrich", "Enabled u-enrich");
    }

    @Test
    void whatAKilledProcessLeavesBehindIsInTheLogBefore() {
        try (PausedMapping mapping = ofOne()) {
            mapping.pause();
            assertThat(logged.list).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getFormattedMessage()).contains("enrich", COMMAND);
            });
        }
    }

    @Test
    void closingEnablesWhatIsPausedAndNothingElse() {
        PausedMapping mapping = ofOne();
        mapping.close();
        assertThat(asked).isEmpty();
        mapping.pause();
        mapping.close();
        mapping.close();
        assertThat(asked).containsExactly("Disabled u-enrich", "Enabled u-enrich");
        mapping.pause();
        mapping.resume();
        mapping.close();
        assertThat(asked).hasSize(4);
    }

    @Test
    void anInterruptedRunEnablesItAllTheSame() {
        PausedMapping mapping = ofOne();
        mapping.pause();
        Thread.currentThread().interrupt();
        mapping.close();
        assertThat(Thread.interrupted()).as("is still interrupted").isTrue();
        assertThat(state).isEqualTo("Enabled");
    }

    @Test
    void afterARefusalThereIsNothingToEnable() {
        PausedMapping mapping = ofOne();
        failure = new NotSwitched("not allowed", new IllegalStateException());
        assertThatThrownBy(mapping::pause).isSameAs(failure);
        mapping.close();
        assertThat(asked).containsExactly("Disabled u-enrich");
    }

    @Test
    void whatMayHaveBeenDisabledIsEnabled() {
        PausedMapping mapping = ofOne();
        failure = new IllegalStateException("not Disabled in time");
        assertThatThrownBy(mapping::pause).isSameAs(failure);
        failure = null;
        mapping.close();
        assertThat(asked).containsExactly("Disabled u-enrich", "Enabled u-enrich");
    }

    @Test
    void whatCannotBeEnabledIsAnErrorWithTheCommandThatDoesIt() {
        PausedMapping mapping = ofOne();
        mapping.pause();
        logged.list.clear();
        failure = new IllegalStateException("no answer");
        assertThatThrownBy(mapping::resume).isSameAs(failure);
        mapping.close();
        assertThat(logged.list).hasSize(2).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .contains("u-enrich of enrich")
                    .endsWith("Enable it: " + COMMAND);
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("no answer");
        });
        failure = null;
        mapping.close();
        assertThat(state).isEqualTo("Enabled");
    }

    @Test
    void isPausedOnceAtATime() {
        PausedMapping mapping = ofOne();
        assertThatThrownBy(mapping::resume).hasMessage("the event source mapping u-enrich of enrich is not paused");
        mapping.pause();
        assertThatThrownBy(mapping::pause).hasMessage("the event source mapping u-enrich of enrich is paused already");
        mapping.close();
        assertThat(asked).hasSize(2);
    }

    @Test
    void onlyOneThatIsEnabledCanBePaused() {
        state = "Disabled";
        assertThatThrownBy(this::ofOne)
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "the event source mapping u-enrich of enrich is Disabled, and only one that is Enabled can be"
                                + " paused; enable it: " + COMMAND);
        failure = new IllegalStateException("event source mapping u-enrich: not allowed");
        assertThatThrownBy(this::ofOne)
                .isInstanceOf(StartFailure.class)
                .hasMessage("event source mapping u-enrich: not allowed");
    }

    @Test
    void amongSeveralTheFunctionsOwnIsMeant() {
        List<MappingFacts> readers = List.of(reader("archive"), reader("enrich"));
        assertThat(of(readers, "enrich").mapping().uuid()).isEqualTo("u-enrich");
        assertThat(of(readers, "arn:aws:lambda:eu-west-1:123456789012:function:archive")
                        .mapping()
                        .uuid())
                .isEqualTo("u-archive");
        assertThat(of(List.of(reader("archive")), "enrich").mapping().uuid())
                .as("the only one")
                .isEqualTo("u-archive");
        for (String other : new String[] {null, "other"}) {
            assertThatThrownBy(() -> of(readers, other))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContainingAll("of the 2 event", "LAMBDA_FUNCTION_NAME", "one of archive, enrich");
        }
        assertThatThrownBy(() -> of(List.of(), "enrich"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("none to pause");
    }

    private PausedMapping ofOne() {
        return of(List.of(reader("enrich")), null);
    }

    private PausedMapping of(List<MappingFacts> readers, String function) {
        return PausedMapping.of(
                readers, Optional.ofNullable(function), control, () -> nowMicros, Duration.ofMinutes(1));
    }

    private static MappingFacts reader(String function) {
        return new MappingFacts("u-" + function, function, "Enabled", 100, 1, Duration.ZERO, true, Optional.empty());
    }
}
