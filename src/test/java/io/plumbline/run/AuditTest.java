package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.FakeTable;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.PagePlan;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import io.plumbline.arrival.WindowPlan;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerThread;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.State;
import io.plumbline.run.Finding.Known;
import io.plumbline.run.Finding.NotKnown;
import io.plumbline.settings.Settings;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AuditTest {

    private static final int RECORDS = 3_500;
    private static final long DEADLINE = 5_000_000;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final FakeTable table = new FakeTable(now);
    private final PollStatistics statistics = new PollStatistics();
    private final List<Settled> settled = new CopyOnWriteArrayList<>();
    private final LedgerThread ledger = new LedgerThread(
            new Ledger(settled::add, e -> {
                throw e;
            }),
            now::get,
            e -> {
                throw e;
            });
    private final Poller poller = new Poller(
            new WindowPlan(
                    table,
                    statistics,
                    now::get,
                    new PagePlan(table, statistics, now::get, new PagePlan.Unseen(() -> 0, List::of))),
            ids,
            new Clocks(),
            sightings -> ledger.tell(told -> sightings.forEach(told::seen)),
            number -> {});
    private final Controls controls =
            new Controls(Set.of(Settings.ControlKind.values()), new Evidence(true, true, true, true, true), ids);
    private boolean keysOfTheirOwn;

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void readsNoBlockThatAgrees() {
        send(RECORDS);
        insertAllBut(List.of());
        poller.poll();

        Findings findings = audit();

        assertThat(findings.complete()).isTrue();
        assertThat(List.of(findings.duplicatesByConsumer(), findings.duplicatesByProducer(), findings.foreign()))
                .containsOnly(new Known(0));
        assertThat(findings.rows()).isEmpty();
        assertThat(table.blocksRead()).isZero();
        assertThat(count(State.ON_TIME)).isEqualTo(RECORDS);
    }

    @Test
    void exactlyTheMissingAreLost() {
        send(RECORDS);
        insertAllBut(List.of(0L, 999L, 1_000L, 3_499L));
        poller.poll();

        audit();

        assertThat(settled)
                .filteredOn(record -> record.state() == State.LOST)
                .extracting(record -> record.sent().sequence())
                .containsExactlyInAnyOrder(0L, 999L, 1_000L, 3_499L);
        assertThat(count(State.ON_TIME)).isEqualTo(RECORDS - 4);
    }

    @Test
    void findsRowsThatNoPollSaw() {
        send(RECORDS);
        poller.poll();
        insertAllBut(List.of(7L));
        now.set(DEADLINE + 1_000_000);

        Findings findings = audit();

        assertThat(findings.complete()).isTrue();
        assertThat(count(State.ON_TIME) + count(State.LATE)).isEqualTo(RECORDS - 1);
        assertThat(count(State.LOST)).isEqualTo(1);
    }

    @Test
    void surplusRowsAreAttributedByTheSequenceNumber() {
        send(RECORDS);
        insertAllBut(List.of());
        insert(10, "seq-10");
        insert(2_010, "another");
        insert(2_011, "another");
        insert(2_011, "a third");
        poller.poll();

        Findings findings = audit();

        assertThat(findings.duplicatesByConsumer()).isEqualTo(new Known(1));
        assertThat(findings.duplicatesByProducer()).isEqualTo(new Known(3));
        assertThat(findings.rows()).containsOnly(entry(10L, 2), entry(2_010L, 2), entry(2_011L, 3));
        assertThat(count(State.ON_TIME)).isEqualTo(RECORDS);
    }

    @Test
    void rowsThatNobodySentAreForeign() {
        send(10);
        insertAllBut(List.of());
        table.insert(new Row("somebody-else", Stamps.none(), null));
        table.insert(new Row(ids.load(5_000), Stamps.none(), null));
        table.insert(new Row(ids.load(10), Stamps.none(), null));
        table.insert(new Row("run-abcd-0-l000000000x", Stamps.none(), null));
        table.insert(new Row("run-abcd-0-w0000000001", Stamps.none(), null));
        poller.poll();

        assertThat(audit().foreign()).isEqualTo(new Known(5));
    }

    @Test
    void aQueryIsTriedAgain() {
        send(10);
        insertAllBut(List.of(3L));
        poller.poll();
        table.fail(2, "503");

        assertThat(audit().complete()).isTrue();
        assertThat(count(State.LOST)).isEqualTo(1);
    }

    @Test
    void anAuditWithoutAnswersCallsNothingLost() {
        send(10);
        insertAllBut(List.of(3L));
        poller.poll();
        table.fail(100, "gone");

        assertThat(audit().complete()).isFalse();
        assertThat(count(State.LOST)).isZero();
        assertThat(count(State.UNRESOLVED)).isEqualTo(1);
        assertThat(statistics.lastFailure()).isEqualTo("gone");
    }

    @Test
    void duplicatesOfOneSequenceNumberCountOnceForTheProducer() {
        send(1);
        insert(0, "b");
        insert(0, "a");
        insert(0, "a");

        Findings findings = audit();

        assertThat(findings.duplicatesByProducer()).isEqualTo(new Known(1));
        assertThat(findings.duplicatesByConsumer()).isEqualTo(new Known(1));
    }

    @Test
    void aTableThatLostWhatPollsSawIsNotBelieved() {
        send(10);
        insertAllBut(List.of());
        poller.poll();
        table.clear();

        Findings findings = audit();

        assertThat(findings.failure()).hasValueSatisfying(why -> assertThat(why)
                .isEqualTo("the table answers without 10 records that the polls had found in it"));
        assertThat(count(State.ON_TIME)).isEqualTo(10);
    }

    @Test
    void pollsThatNeverSawWhatIsThereContradictTheAudit() {
        send(10);
        poller.poll();
        poller.poll();
        poller.poll();
        insertAllBut(List.of());

        assertThat(audit().contradictions())
                .containsExactly("3 polls were answered, and none saw any of the 10 records that the audit found");
    }

    @Test
    void orderIsWhatTheTableSaysUnlessItSaysTooLittle() {
        send(10);
        insertAllBut(List.of());
        table.saysOfOrder(new OrderCount(10, 4));
        assertThat(audit().outOfOrder()).isEqualTo(new Known(4));
        table.saysOfOrder(new OrderCount(9, 4));
        assertThat(audit().outOfOrder())
                .isEqualTo(new NotKnown("the rows of only 9 of 10 records say their key, sequence number and when"
                        + " the function received them"));
        table.shows(new Evidence(true, true, true, false, true));
        assertThat(audit().outOfOrder()).isInstanceOf(NotKnown.class);
    }

    @Test
    void orderIsNotJudgedByKeysThatArentOurs() {
        keysOfTheirOwn = true;
        send(10);
        insertAllBut(List.of());

        assertThat(audit().outOfOrder()).isEqualTo(new NotKnown("records were put with other keys than #{trace.key}"));
    }

    @Test
    void aSuspectIsCorruptedOnlyIfItsDigestIsWrongByOurOwnReckoning() {
        send(10);
        insertAllBut(List.of());
        assertThat(audit().corrupted()).isInstanceOf(NotKnown.class);
        // MD5 of the id, the key k and the data {"a":1,"b":2}, a line each.
        table.insert(new Sealed(ids.load(1), "k", "{\"b\": 2, \"a\": 1}", "9ac4ce201e7f3fa07d42fa1646b34f16"));
        assertThat(audit().corrupted()).isEqualTo(new Known(0));
        table.insert(new Sealed(ids.load(2), "k", "{\"a\":1}", "9ac4ce201e7f3fa07d42fa1646b34f16"));
        table.insert(new Sealed(ids.load(2), "k", "{\"a\":1}", "9ac4ce201e7f3fa07d42fa1646b34f16"));
        table.insert(new Sealed(ids.load(3), "k", null, "9ac4ce201e7f3fa07d42fa1646b34f16"));
        assertThat(audit().corrupted()).isEqualTo(new Known(2));
    }

    @Test
    void lostRecordsAreLookedForByTheirSequenceNumbers() {
        send(10);
        insertAllBut(List.of(3L, 4L, 5L));
        table.insert(new Stray("seq-4", "refused by BigQuery"));

        assertThat(audit().lostWhere())
                .containsOnly(entry("never seen in the table", 2L), entry("in the table without its id", 1L));

        assertThat(settled)
                .filteredOn(record -> record.state() == State.LOST)
                .extracting(record -> record.sent().sequence(), Settled::reason)
                .containsExactlyInAnyOrder(
                        tuple(3L, "never seen in the table"),
                        tuple(4L, "in the table without its id: refused by BigQuery"),
                        tuple(5L, "never seen in the table"));
    }

    @Test
    void controlsAreNeitherForeignNorCounted() {
        send(10);
        insertAllBut(List.of());
        for (String number : List.of("1", "2")) {
            table.insert(new Row(ids.control(2), Stamps.none(), number));
        }
        table.insert(new Row(ids.control(4), Stamps.none(), "3"));
        table.insert(new Sealed(ids.control(4), "k", "{}", "0"));

        Findings findings = audit();

        assertThat(findings.foreign()).isEqualTo(new Known(0));
        assertThat(findings.duplicatesByProducer()).isEqualTo(new Known(0));
        assertThat(findings.corrupted()).isInstanceOf(NotKnown.class);
        assertThat(findings.controls()).isEqualTo(new ControlRows(true, 3, Map.of(2L, 2, 4L, 1), 1, Set.of(4L)));
    }

    private Findings audit() {
        long registered = ledger.ask(Ledger::registered).join();
        Findings findings = new Audit(table, poller, statistics, ids, ledger, controls).run(registered, keysOfTheirOwn);
        ledger.ask(last -> {
                    last.close(findings.complete(), now.get());
                    return true;
                })
                .join();
        return findings;
    }

    private long count(State state) {
        return ledger.ask(asked -> asked.count(state)).join();
    }

    private void send(int records) {
        for (long number = 0; number < records; number++) {
            Sent sent = new Sent(number, now.get(), DEADLINE, true);
            ledger.tell(told -> {
                told.register(sent, null);
                told.acknowledged(sent.sequence(), sent.sentMicros() + 1, "seq-" + sent.sequence());
            });
        }
    }

    private void insertAllBut(List<Long> missing) {
        long registered = ledger.ask(Ledger::registered).join();
        for (long number = 0; number < registered; number++) {
            if (!missing.contains(number)) {
                insert(number, "seq-" + number);
            }
        }
    }

    private void insert(long number, String sequenceNumber) {
        table.insert(new Row(ids.load(number), Stamps.none().with(Stamp.INSERTED, now.get()), sequenceNumber));
    }
}
