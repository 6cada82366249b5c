package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Evidence;
import io.plumbline.aws.PutOutcome;
import io.plumbline.result.RunRecord.Control;
import io.plumbline.settings.Settings.ControlKind;
import io.plumbline.trace.Digest;
import io.plumbline.trace.TraceIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ControlsTest {

    private static final Evidence ALL = new Evidence(true, true, true, true, true);
    private static final Set<ControlKind> EVERY = Set.of(ControlKind.values());
    private static final PutOutcome ACKNOWLEDGED = new PutOutcome.Acknowledged("49", "shard-0");

    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final String body = """
            {"traceId":"%s","data":{"m":1},"load_test":{"key":"k","digest":"%s"}}"""
            .formatted(ids.load(7), Digest.PLACEHOLDER);
    private final List<String> sent = new ArrayList<>();
    private PutOutcome outcome = ACKNOWLEDGED;

    @Test
    void areLikeTheRecordAndEachKindIsTreatedAsItsNameSays() {
        plant(new Controls(EVERY, ALL, ids), body);

        String doubled = sealed(ids.control(2));
        String other = sealed(ids.control(3));
        assertThat(sent.subList(0, 4)).containsExactly(doubled, doubled, other, other);
        assertThat(sent.subList(4, 6)).containsExactly(altered(ids.control(4)), altered(ids.control(5)));
        assertThat(sent).hasSize(6).noneMatch(record -> record.contains(ids.load(7)));
    }

    @Test
    void arePlantedOnce() {
        Controls controls = new Controls(EVERY, ALL, ids);
        plant(controls, body);
        plant(controls, body);

        assertThat(sent).hasSize(6);
    }

    @Test
    void allNoticedIsHeld() {
        assertThat(judged(Map.of(2L, 2, 3L, 2, 4L, 1, 5L, 1), 2, Set.of(4L, 5L)))
                .containsExactly(
                        new Control("withheld", 2, 2, true, ""),
                        new Control("doubled", 2, 2, true, ""),
                        new Control("altered", 2, 2, true, ""));
    }

    @Test
    void aWithheldOneThatIsFoundIsNotHeld() {
        assertThat(judged(Map.of(1L, 1), 0, Set.of()).get(0).held()).isFalse();

        Controls controls = new Controls(EVERY, ALL, ids);
        plant(controls, body);
        controls.seen(0);
        assertThat(controls.judge(rows(Map.of(), 0, Set.of())).get(0).held()).isFalse();
    }

    @Test
    void aDoubledOneThatCountsAsOneIsNotHeld() {
        assertThat(judged(Map.of(2L, 2, 3L, 2), 0, Set.of()).get(1).held()).isFalse();
        assertThat(judged(Map.of(2L, 2, 3L, 2), 1, Set.of()).get(1).held()).isFalse();
    }

    @Test
    void anAlteredOneThatIsNotFlaggedIsNotHeld() {
        assertThat(judged(Map.of(4L, 1, 5L, 1), 0, Set.of(4L)).get(2).held()).isFalse();
    }

    @Test
    void whatThePipelineItselfLostIsInconclusive() {
        assertThat(judged(Map.of(2L, 1, 3L, 1, 5L, 1), 0, Set.of(5L)))
                .containsExactly(
                        new Control("withheld", 2, 2, true, ""),
                        new Control(
                                "doubled", 2, 0, true, "none was conclusive: they did not arrive as they were sent"),
                        new Control("altered", 2, 1, true, ""));
    }

    @Test
    void putsThatWereNotAcknowledgedAreInconclusive() {
        outcome = new PutOutcome.Unanswered("503", "busy");

        assertThat(judged(Map.of(2L, 2, 3L, 2), 2, Set.of()).get(1).conclusive())
                .isZero();
    }

    @Test
    void withoutAnAuditNothingIsConclusive() {
        Controls controls = new Controls(EVERY, ALL, ids);
        plant(controls, body);

        assertThat(controls.judge(ControlRows.NOT_LOOKED_FOR))
                .allMatch(control -> control.conclusive() == 0 && control.held());
    }

    @Test
    void aKindThatTheTableCannotShowIsNotPlanted() {
        Controls controls = new Controls(EVERY, new Evidence(true, true, false, false, false), ids);
        plant(controls, body);

        assertThat(sent).isEmpty();
        assertThat(controls.judge(rows(Map.of(), 0, Set.of())))
                .containsExactly(
                        new Control("withheld", 2, 2, true, ""),
                        new Control("doubled", 0, 0, true, "the table has no column for Kinesis' sequence number"),
                        new Control(
                                "altered", 0, 0, true, "the table lacks a column for the digest, the key or the data"));
    }

    @Test
    void aRecordWithoutDigestOrIdCannotBeImitated() {
        Controls undigested = new Controls(EVERY, ALL, ids);
        plant(undigested, "{\"id\":\"" + ids.load(7) + "\"}");
        assertThat(sent).hasSize(4).allMatch(record -> record.matches("\\{\"id\":\"run-abcd-0-c000000000[23]\"}"));

        Controls idless = new Controls(EVERY, ALL, ids);
        plant(idless, "compressed");
        assertThat(sent).hasSize(4);
        assertThat(idless.judge(rows(Map.of(), 0, Set.of())).get(1).note())
                .isEqualTo("the records do not hold their ids as text");
    }

    @Test
    void onlyWantedKindsArePlantedAndJudged() {
        Controls controls = new Controls(Set.of(ControlKind.DOUBLED), ALL, ids);
        assertThat(controls.judge(rows(Map.of(), 0, Set.of())))
                .containsExactly(new Control("doubled", 0, 0, true, "nothing was sent"));
        plant(controls, body);

        assertThat(sent).hasSize(4);
        assertThat(new Controls(Set.of(), ALL, ids).judge(rows(Map.of(), 0, Set.of())))
                .isEmpty();
    }

    private List<Control> judged(Map<Long, Integer> rows, long surplus, Set<Long> flagged) {
        Controls controls = new Controls(EVERY, ALL, ids);
        plant(controls, body);
        return controls.judge(rows(rows, surplus, flagged));
    }

    private static ControlRows rows(Map<Long, Integer> rows, long surplus, Set<Long> flagged) {
        long counted = rows.values().stream().mapToLong(count -> count).sum();
        return new ControlRows(true, counted, new HashMap<>(rows), surplus, flagged);
    }

    private void plant(Controls controls, String record) {
        controls.plant(record.getBytes(StandardCharsets.UTF_8), () -> ids.load(7), "k", this::put);
    }

    private CompletionStage<PutOutcome> put(byte[] data, String partitionKey) {
        assertThat(partitionKey).isEqualTo("k");
        sent.add(new String(data, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(outcome);
    }

    private String sealed(String id) {
        return new String(
                Digest.seal(body.replace(ids.load(7), id).getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private String altered(String id) {
        return sealed(id).replace("{\"m\":1}", "{\"m\":1,\"altered\":true}");
    }
}
