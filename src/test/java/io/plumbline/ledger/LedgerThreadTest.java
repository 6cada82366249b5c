package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamps;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LedgerThreadTest {

    private final AtomicLong now = new AtomicLong(1_000);
    private final MicroClock clock = now::get;
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    private final List<Settled> settled = new CopyOnWriteArrayList<>();
    private final LedgerThread ledger = new LedgerThread(new Ledger(settled::add, failures::add), clock, failures::add);

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void answersAfterAllThatWasToldBefore() {
        ledger.tell(told -> told.register(new Sent(1, 1_000, 5_000, true), null));
        ledger.tell(told -> told.acknowledged(1, 2_000, "seq"));
        ledger.tell(told -> told.seen(1, new Sighting(Stamps.none(), 1_000, 3_000, null)));

        assertThat(ledger.ask(asked -> asked.count(State.ON_TIME)).join()).isEqualTo(1);
    }

    @Test
    void tellsWaitersAtTheirDeadlineWithoutBeingTold() {
        CompletableFuture<Long> missed = new CompletableFuture<>();
        ledger.tell(told -> told.register(new Sent(1, 1_000, 5_000, true), new Waiter() {
            @Override
            public void arrived(Sent sent, Arrival arrival) {
                missed.completeExceptionally(new AssertionError("arrived"));
            }

            @Override
            public void missed(Sent sent, long atMicros) {
                missed.complete(sent.sequence());
            }
        }));

        now.set(5_001);

        assertThat(missed.join()).isEqualTo(1L);
    }

    @Test
    void goesOnAfterAnEntryThatThrows() {
        ledger.tell(told -> {
            throw new IllegalStateException("broken entry");
        });

        assertThat(ledger.ask(Ledger::registered).join()).isZero();
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aQuestionThatThrowsFailsItsAskerOnly() {
        CompletableFuture<Long> broken = ledger.ask(asked -> {
            throw new IllegalStateException("broken question");
        });

        assertThatThrownBy(broken::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("broken question");
        assertThat(failures).isEmpty();
    }

    @Test
    void whatIsToldAfterItsEndHasNoEffect() {
        CompletableFuture<Boolean> closing = new CompletableFuture<>();
        ledger.tell(first -> closing.join());
        ledger.close();
        ledger.tell(told -> told.register(new Sent(1, 1_000, 5_000, false), null));
        ledger.tell(told -> told.refused(1, "late"));
        closing.complete(true);

        ledger.awaitEnd();

        assertThat(settled).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void manyTellersLoseNothing() {
        int tellers = 8;
        int each = 5_000;
        List<Thread> threads = LongStream.range(0, tellers)
                .mapToObj(teller -> new Thread(() -> {
                    for (long i = 0; i < each; i++) {
                        long number = teller * each + i;
                        ledger.tell(told -> told.register(new Sent(number, 1_000, 5_000, true), null));
                        ledger.tell(told -> told.seen(number, new Sighting(Stamps.none(), 1_000, 3_000, null)));
                        ledger.tell(told -> told.acknowledged(number, 2_000, "seq"));
                    }
                }))
                .toList();

        threads.forEach(Thread::start);
        threads.forEach(LedgerThreadTest::join);

        assertThat(ledger.ask(asked -> asked.count(State.ON_TIME)).join()).isEqualTo((long) tellers * each);
        assertThat(failures).isEmpty();
    }

    @Test
    void entriesThatComeOneByOneAreGathered() {
        int entries = 20;
        CompletableFuture<Long> end = new CompletableFuture<>();
        long start = System.nanoTime();

        tellOneAfterTheOther(entries, end);

        // Each is there only when the one before was worked off, so each costs the ledger a look of its own.
        assertThat(end.join() - start).isGreaterThan((entries - 1) * 2_000_000L * 9 / 10);
    }

    private void tellOneAfterTheOther(int entries, CompletableFuture<Long> end) {
        ledger.tell(told -> {
            if (entries == 1) {
                end.complete(System.nanoTime());
            } else {
                tellOneAfterTheOther(entries - 1, end);
            }
        });
    }

    @Test
    void whatWasToldComesBeforeTheDeadline() {
        CompletableFuture<Boolean> holding = new CompletableFuture<>();
        CompletableFuture<String> fate = new CompletableFuture<>();
        CompletableFuture<Boolean> isHeld = new CompletableFuture<>();
        Waiter waiter = new Waiter() {
            @Override
            public void arrived(Sent sent, Arrival arrival) {
                fate.complete("arrived");
            }

            @Override
            public void missed(Sent sent, long atMicros) {
                fate.complete("missed");
            }
        };
        // It is at work on this while it is told the rest, and the deadline passes.
        ledger.tell(told -> {
            told.register(new Sent(1, 1_000, 5_000, true), waiter);
            isHeld.complete(true);
            holding.join();
        });
        isHeld.join();
        ledger.tell(told -> told.acknowledged(1, 2_000, "seq"));
        ledger.tell(told -> told.seen(1, new Sighting(Stamps.none(), 1_000, 3_000, null)));
        now.set(6_000);
        holding.complete(true);

        assertThat(fate.join()).isEqualTo("arrived");
    }

    @Test
    void anInterruptionLosesNothing() {
        ledger.ask(asked -> {
                    Thread.currentThread().interrupt();
                    return null;
                })
                .join();
        ledger.tell(told -> told.register(new Sent(1, 1_000, 5_000, true), null));

        assertThat(ledger.ask(Ledger::registered).join()).isEqualTo(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
