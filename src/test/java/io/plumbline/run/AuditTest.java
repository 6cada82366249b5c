package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.FakeTable;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.Row;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerThread;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.State;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.util.List;
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
            table, ids, now::get, statistics, sightings -> ledger.tell(told -> sightings.forEach(told::seen)));

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void readsNoBlockThatAgrees() {
        send(RECORDS);
        insertAllBut(List.of());
        poller.poll();
        int before = table.queries();

        Audit.Findings findings = audit();

        assertThat(findings).isEqualTo(new Audit.Findings(true, 0, 0, 0));
        assertThat(table.queries() - before).isEqualTo(1);
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

        Audit.Findings findings = audit();

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

        assertThat(audit()).isEqualTo(new Audit.Findings(true, 1, 3, 0));
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

        assertThat(audit().foreign()).isEqualTo(5);
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

    private Audit.Findings audit() {
        long registered = ledger.ask(Ledger::registered).join();
        Audit.Findings findings = new Audit(table, poller, statistics, ids, ledger).run(registered);
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
