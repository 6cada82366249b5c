package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Watches.Count;
import io.plumbline.arrival.Watches.Watch;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Visibility;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchesTest {

    private static final long SECOND = 1_000_000;

    private final AtomicLong now = new AtomicLong(100 * SECOND);
    private final FakeTable table = new FakeTable(now);
    private final PollStatistics statistics = new PollStatistics();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Watches watches = new Watches(table, statistics, now::get, new Clocks(), failures::add);
    private final List<String> heard = new ArrayList<>();
    private final List<Visibility> visible = new ArrayList<>();

    private final class Heard implements Watches.Watcher {

        private final String who;

        private Heard(String who) {
            this.who = who;
        }

        @Override
        public void arrived(Arrival arrival) {
            heard.add(who + " arrived");
            visible.add(arrival.visible());
        }

        @Override
        public void missed(boolean lookedFor) {
            heard.add(who + (lookedFor ? " missed" : " was never looked for"));
        }
    }

    @Test
    void allAreAskedForByOneQueryAndNobodyByNone() {
        assertThat(watches.poll()).isTrue();
        assertThat(table.queries()).isZero();

        watch("a", "ann");
        watch("b", "bob");
        watch("a", "cleo");
        insert("a", 100 * SECOND);
        assertThat(watches.poll()).isTrue();

        assertThat(table.asked()).hasSize(1);
        assertThat(table.asked().get(0)).containsExactlyInAnyOrder("a", "b");
        assertThat(heard).containsExactlyInAnyOrder("ann arrived", "cleo arrived");
        assertThat(statistics.queries()).isEqualTo(1);
        watches.poll();
        assertThat(table.asked().get(1)).containsExactly("b");
        assertThat(watches.count()).isEqualTo(new Count(2, 0, 0));
    }

    @Test
    void anArrivalLiesBetweenTwoPollsAndIsStampedInBetween() {
        watch("a", "ann");
        watch("b", "bob");
        now.set(101 * SECOND);
        watches.poll();
        insert("a", 101 * SECOND + 700_000);
        table.insert(new Row("b", Stamps.none(), null));
        now.set(102 * SECOND);
        watches.poll();

        assertThat(visible)
                .containsExactly(
                        new Visibility(101 * SECOND, 101 * SECOND + 700_000, 102 * SECOND, true),
                        new Visibility(101 * SECOND, 101 * SECOND + 500_000, 102 * SECOND, false));
    }

    @Test
    void whatWasThereBeforeTakesNoTime() {
        insert("a", 90 * SECOND);
        watch("a", "ann");
        watches.poll();

        assertThat(visible).containsExactly(new Visibility(100 * SECOND, 100 * SECOND, 100 * SECOND, false));
    }

    @Test
    void anEarlierSearchForTheSameIdProvesNothingToOneWhoCameLater() {
        watch("a", "ann");
        watches.poll();
        now.set(102 * SECOND);
        watches.begin("a", 95 * SECOND, new Heard("late"));
        insert("a", 96 * SECOND);
        watches.poll();

        assertThat(heard).containsExactlyInAnyOrder("ann arrived", "late arrived");
        assertThat(visible)
                .containsExactly(
                        new Visibility(100 * SECOND, 101 * SECOND, 102 * SECOND, false),
                        new Visibility(95 * SECOND, 96 * SECOND, 102 * SECOND, true));
    }

    @Test
    void whoGivesUpIsToldWhetherAnyPollLooked() {
        Watch looked = watch("a", "ann");
        watches.poll();
        Watch failed = watch("b", "bob");
        table.fail(1, "503");
        assertThat(watches.poll()).isFalse();

        watches.giveUp(looked);
        watches.giveUp(failed);
        watches.giveUp(failed);

        assertThat(heard).containsExactly("ann missed", "bob was never looked for");
        assertThat(watches.count()).isEqualTo(new Count(0, 2, 1));
        insert("a", 100 * SECOND);
        assertThat(watches.poll()).isTrue();
        assertThat(heard).hasSize(2);
    }

    @Test
    void givingUpWhatWasSeenHasNoEffect() {
        Watch watch = watch("a", "ann");
        insert("a", 100 * SECOND);
        watches.poll();
        watches.giveUp(watch);

        assertThat(heard).containsExactly("ann arrived");
        assertThat(watches.count()).isEqualTo(new Count(1, 0, 0));
    }

    @Test
    void oneOfTwoWhoWaitForAnIdMayGiveUp() {
        Watch first = watch("a", "ann");
        watch("a", "bob");
        watches.giveUp(first);
        insert("a", 100 * SECOND);
        watches.poll();

        assertThat(heard).containsExactly("ann was never looked for", "bob arrived");
    }

    @Test
    void theEndLeavesNobodyWaiting() {
        watch("a", "ann");
        watches.poll();
        watches.close();
        watch("b", "bob");

        assertThat(heard).containsExactly("ann missed", "bob was never looked for");
        assertThat(watches.count()).isEqualTo(new Count(0, 2, 0));
    }

    @Test
    void severalRowsOfOneIdAreOneArrival() {
        watch("a", "ann");
        insert("a", 100 * SECOND);
        insert("a", 100 * SECOND);
        watches.poll();

        assertThat(heard).containsExactly("ann arrived");
    }

    @Test
    void oneWatcherThatFailsKeepsNobodyElseWaiting() {
        watches.begin("a", now.get(), new Watches.Watcher() {
            @Override
            public void arrived(Arrival arrival) {
                throw new IllegalStateException("no rows today");
            }

            @Override
            public void missed(boolean lookedFor) {}
        });
        watch("a", "bob");
        insert("a", 100 * SECOND);
        watches.poll();

        assertThat(heard).containsExactly("bob arrived");
        assertThat(failures).singleElement().hasToString("java.lang.IllegalStateException: no rows today");
    }

    private Watch watch(String id, String who) {
        return watches.begin(id, now.get(), new Heard(who));
    }

    private void insert(String id, long insertedMicros) {
        table.insert(new Row(id, Stamps.none().with(Stamp.INSERTED, insertedMicros), null));
    }
}
