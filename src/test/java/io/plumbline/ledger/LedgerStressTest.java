package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamps;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million records through the ledger's thread, while every callback fails now and then. */
@Timeout(120)
class LedgerStressTest {

    private static final int RECORDS = 1_000_000;
    private static final long SEED = 20_261_123;

    private final MicroClock clock = MicroClock.startingNow();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong threw = new AtomicLong();
    private final AtomicLong sunk = new AtomicLong();
    private final AtomicIntegerArray told = new AtomicIntegerArray(RECORDS);
    private final SplittableRandom callbacks = new SplittableRandom(SEED);

    @Test
    void nobodyIsStrandedAndNothingIsMiscounted() {
        Ledger ledger = new Ledger(
                record -> {
                    sunk.incrementAndGet();
                    failNowAndThen();
                },
                e -> failures.incrementAndGet());
        LedgerThread owner = new LedgerThread(ledger, clock, e -> failures.incrementAndGet());
        SplittableRandom random = new SplittableRandom(SEED);
        BitSet refused = new BitSet();
        for (int number = 0; number < RECORDS; number++) {
            refused.set(number, tell(owner, number, random));
        }
        long sum = owner.ask(last -> {
                    last.close(true, clock.nowMicros());
                    return Arrays.stream(State.values()).mapToLong(last::count).sum();
                })
                .join();
        owner.close();
        owner.awaitEnd();

        assertThat(sum).isEqualTo(RECORDS);
        assertThat(sunk).hasValue(RECORDS);
        assertThat(ledger.openCount()).isZero();
        for (int number = 0; number < RECORDS; number++) {
            // Who was refused knows it from the put itself, unless the deadline came first.
            assertThat(told.get(number))
                    .as("record %d, seed %d", number, SEED)
                    .isBetween(refused.get(number) ? 0 : 1, 1);
        }
        assertThat(failures.get()).isEqualTo(threw.get()).isGreaterThan(RECORDS / 20);
    }

    /** Tells of one record whatever may happen to it; whether it was refused, so that its waiter hears nothing. */
    private boolean tell(LedgerThread owner, int number, SplittableRandom random) {
        long now = clock.nowMicros();
        Sent sent = new Sent(number, now, now + random.nextLong(2_000, 20_000), true);
        owner.tell(ledger -> ledger.register(sent, waiter));
        Sighting sighting = new Sighting(Stamps.none(), Long.MIN_VALUE, now + random.nextLong(30_000), null);
        boolean seen = random.nextInt(4) > 0;
        boolean early = random.nextBoolean();
        if (seen && early) {
            owner.tell(ledger -> ledger.seen(number, sighting));
        }
        int put = random.nextInt(10);
        if (put < 7) {
            owner.tell(ledger -> ledger.acknowledged(number, now + 5, "49"));
        } else if (put < 8) {
            owner.tell(ledger -> ledger.unanswered(number, "timeout"));
        } else if (put < 9) {
            // As when a listener throws, too: nothing more is heard of this put.
            owner.tell(ledger -> {
                threw.incrementAndGet();
                throw new IllegalStateException("an entry fails");
            });
        } else if (!seen) {
            owner.tell(ledger -> ledger.refused(number, "throttled"));
            return true;
        } else {
            owner.tell(ledger -> ledger.acknowledged(number, now + 5, "49"));
        }
        if (seen && !early) {
            owner.tell(ledger -> ledger.seen(number, sighting));
        }
        return false;
    }

    private final Waiter waiter = new Waiter() {
        @Override
        public void arrived(Sent sent, Arrival arrival) {
            told.incrementAndGet((int) sent.sequence());
            failNowAndThen();
        }

        @Override
        public void missed(Sent sent, long atMicros) {
            told.incrementAndGet((int) sent.sequence());
            failNowAndThen();
        }
    };

    /** Called by the ledger's thread only. */
    private void failNowAndThen() {
        if (callbacks.nextInt(10) == 0) {
            threw.incrementAndGet();
            throw new IllegalStateException("a callback fails");
        }
    }
}
