package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LedgerPropertiesTest {

    private static final int RECORDS = 5;

    enum What {
        ACKNOWLEDGED,
        UNANSWERED,
        REFUSED,
        SEEN,
        EXPIRED
    }

    record Event(What what, long record, long micros) {}

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.of(What.class),
                        Arbitraries.longs().between(0, RECORDS),
                        Arbitraries.longs().between(100, 2_000))
                .as(Event::new)
                .list()
                .ofMaxSize(60);
    }

    /** Whatever comes in whatever order: every record settles once, every count adds up, no waiter hears twice. */
    @Property
    void nothingIsLostOrCountedTwice(@ForAll("events") List<Event> events, @ForAll boolean auditComplete) {
        List<Settled> settled = new ArrayList<>();
        Map<Long, Integer> told = new HashMap<>();
        Ledger ledger = new Ledger(settled::add, e -> {
            throw e;
        });
        for (long number = 0; number < RECORDS; number++) {
            ledger.register(new Sent(number, 100, 1_000, number % 2 == 0), counting(told));
        }

        for (Event event : events) {
            switch (event.what) {
                case ACKNOWLEDGED -> ledger.acknowledged(event.record, event.micros, "seq");
                case UNANSWERED -> ledger.unanswered(event.record, "timed out");
                case REFUSED -> ledger.refused(event.record, "throttled");
                case SEEN -> ledger.seen(event.record, new Sighting(Stamps.none(), 100, event.micros, null));
                case EXPIRED -> ledger.expire(event.micros);
            }
            assertThat(sum(ledger) + ledger.openCount()).isEqualTo(RECORDS);
        }
        ledger.close(auditComplete, 9_000);

        assertThat(sum(ledger)).isEqualTo(RECORDS);
        assertThat(settled)
                .extracting(record -> record.sent().sequence())
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        assertThat(told.values()).allMatch(times -> times == 1);
        assertThat(ledger.count(auditComplete ? State.UNRESOLVED : State.LOST)).isZero();
    }

    private static long sum(Ledger ledger) {
        return Arrays.stream(State.values()).mapToLong(ledger::count).sum();
    }

    private static Waiter counting(Map<Long, Integer> told) {
        return new Waiter() {
            @Override
            public void arrived(Sent sent, Arrival arrival) {
                told.merge(sent.sequence(), 1, Integer::sum);
            }

            @Override
            public void missed(Sent sent, long atMicros) {
                told.merge(sent.sequence(), 1, Integer::sum);
            }
        };
    }
}
