package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RecordTraceTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("plumbline.trace");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        LOGGER.addAppender(logged);
        LOGGER.setAdditive(false);
    }

    @AfterEach
    void stop() {
        LOGGER.setLevel(null);
        LOGGER.setAdditive(true);
        LOGGER.detachAppender(logged);
    }

    @Test
    void isOffUnlessSomebodyAsksForIt() {
        assertThat(RecordTrace.ifWanted()).isEmpty();
        LOGGER.setLevel(Level.INFO);
        assertThat(RecordTrace.ifWanted()).isEmpty();
    }

    @Test
    void failuresComeFirst() {
        assertThat(told(Level.DEBUG)).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG);
        assertThat(told(Level.TRACE)).extracting(ILoggingEvent::getLevel).containsExactly(Level.TRACE, Level.DEBUG);
    }

    @Test
    void aLineHasTheStepsOfARecord() {
        Map<String, Double> stages = new LinkedHashMap<>();
        stages.put("Send to Kinesis", 5.0);
        stages.put("Kinesis to Lambda", 1_000.0);

        assertThat(RecordTrace.line(record(State.LATE, 1_840.0, stages, "seen after its deadline")))
                .isEqualTo("LATE run-l0000000042: sent 2026-11-22T22:00:00Z, acknowledged after 8.5 ms as 4959, Send to"
                        + " Kinesis 5.0 ms, Kinesis to Lambda 1.00 s, end to end 1.84 s; seen after its deadline");
    }

    @Test
    void hostileTextsAreOnOneShortLine() {
        String hostile = "\u001b[2J\r\n\u202e" + "x".repeat(200_000);

        String line = RecordTrace.line(record(State.REJECTED, null, Map.of(), hostile));

        assertThat(line)
                .hasSizeLessThanOrEqualTo(1_000)
                .contains("; \\u001b[2J  \\u202exxx")
                .endsWith("…");
    }

    private List<ILoggingEvent> told(Level level) {
        logged.list.clear();
        LOGGER.setLevel(level);
        RecordTrace.ifWanted().ifPresent(trace -> {
            trace.accept(record(State.ON_TIME, 1.0, Map.of(), null));
            trace.accept(record(State.LOST, null, Map.of(), "never seen in the table"));
        });
        return List.copyOf(logged.list);
    }

    private static Exemplar record(State state, Double latency, Map<String, Double> stages, String reason) {
        return new Exemplar(
                "run-l0000000042",
                state,
                Instant.parse("2026-11-22T22:00:00Z"),
                8.5,
                latency,
                stages,
                1,
                "4959",
                reason);
    }
}
