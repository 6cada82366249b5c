package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.javaapi.core.internal.Expressions;
import io.plumbline.ledger.Sent;
import io.plumbline.run.Attempt;
import io.plumbline.trace.Digest;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final TraceIds IDS = new TraceIds("run", 0);
    private static final PartitionKeys KEYS = new PartitionKeys(0, 64);
    private static final Attempt ATTEMPT = new Attempt(new Sent(42, 1_700_000_000_123_456L, 0, true), IDS, KEYS);
    static final Trace TRACE = new Trace(ATTEMPT, "run", 7, 0);

    @Test
    void theExpressionLanguageFindsEachName() {
        assertThat(text("#{trace.id} #{trace.key} #{trace.run} #{trace.sent} #{trace.timestamp} #{trace.user}"
                        + " #{trace.iteration}"))
                .isEqualTo("run-0-l0000000042 key-0-42 run 1700000000123456 2023-11-14T22:13:20.123456Z 7 0");
    }

    @Test
    void theExpressionLanguageFailsAtAnyOther() {
        assertThat(resolved("#{trace.hour}"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.message()).contains("hour"));
    }

    @Test
    void itIsTheMapOfItsNames() {
        assertThat(TRACE)
                .isEqualTo(Map.of(
                        "digest",
                        Digest.PLACEHOLDER,
                        "id",
                        "run-0-l0000000042",
                        "key",
                        "key-0-42",
                        "run",
                        "run",
                        "sent",
                        1_700_000_000_123_456L,
                        "timestamp",
                        "2023-11-14T22:13:20.123456Z",
                        "user",
                        7L,
                        "iteration",
                        0L,
                        "index",
                        0));
        assertThat(TRACE.keySet()).allSatisfy(name -> {
            assertThat(TRACE.containsKey(name)).isTrue();
            assertThat(TRACE.get(name)).isNotNull();
        });
        assertThat(TRACE.containsKey("hour")).isFalse();
        assertThat(TRACE.get("hour")).isNull();
        assertThat(TRACE.containsKey(null)).isFalse();
        assertThat(TRACE.get(null)).isNull();
    }

    @Test
    void theNextOfAUserCountsOn() {
        Attempt following = new Attempt(new Sent(99, 0, 0, true), IDS, KEYS);

        Trace next = TRACE.next(following);

        assertThat(next)
                .containsEntry("id", "run-0-l0000000099")
                .containsEntry("key", "key-0-35")
                .containsEntry("run", "run")
                .containsEntry("user", 7L)
                .containsEntry("iteration", 1L);
    }

    @Test
    void thatOfABatchTurnsFromRecordToRecord() {
        Trace batch = TRACE.next(new Attempt(new Sent(99, 0, 0, true), IDS, KEYS));

        batch.turnTo(new Attempt(new Sent(101, 0, 0, true), IDS, KEYS), 2);

        assertThat(batch)
                .containsEntry("id", "run-0-l0000000101")
                .containsEntry("index", 2)
                .containsEntry("iteration", 3L);
        assertThat(batch.next(new Attempt(new Sent(102, 0, 0, true), IDS, KEYS)))
                .containsEntry("index", 0)
                .containsEntry("iteration", 4L);
    }

    private static String text(String expression) {
        return ((Success<String>) resolved(expression)).value();
    }

    private static Validation<String> resolved(String expression) {
        return Expressions.toStringExpression(expression)
                .apply(RowsTest.session().set(PutAction.TRACE, TRACE));
    }
}
