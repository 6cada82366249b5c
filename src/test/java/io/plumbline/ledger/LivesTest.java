package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LivesTest {

    private final Lives lives = new Lives();

    @Test
    void nothingIsKnownOfARecordThatNeverWas() {
        lives.seen(5);

        assertThat(lives.isAbsent(5)).isTrue();
        assertThat(lives.isOpen(5)).isFalse();
        assertThat(lives.isSeen(5)).isFalse();
        assertThat(lives.stateOf(5)).isEmpty();
        assertThat(lives.isAbsent(9_000_000_000L >> 4)).isTrue();
    }

    @Test
    void anOpenRecordHasNoStateSeenOrNot() {
        lives.opened(5);
        assertThat(lives.isOpen(5)).isTrue();
        assertThat(lives.isSeen(5)).isFalse();
        lives.seen(5);

        assertThat(lives.isOpen(5)).isTrue();
        assertThat(lives.isSeen(5)).isTrue();
        assertThat(lives.stateOf(5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aSettledRecordKeepsItsState(State state) {
        lives.opened(4);
        lives.settled(4, state);

        assertThat(lives.isOpen(4)).isFalse();
        assertThat(lives.isAbsent(4)).isFalse();
        assertThat(lives.stateOf(4)).contains(state);
        assertThat(lives.isAbsent(5)).as("its neighbour in the same byte").isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ON_TIME", "LATE", "REJECTED", "UNTIMED"})
    void theseMayHaveBeenSeenBeforeTheySettle(State state) {
        lives.opened(4);
        lives.seen(4);
        lives.settled(4, state);

        assertThat(lives.isSeen(4)).isTrue();
        assertThat(lives.stateOf(4)).contains(state);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"REJECTED", "UNTIMED"})
    void theseMayBeSeenAfterTheySettled(State state) {
        lives.opened(4);
        lives.settled(4, state);
        assertThat(lives.isSeen(4)).isFalse();
        lives.seen(4);

        assertThat(lives.isSeen(4)).isTrue();
        assertThat(lives.stateOf(4)).contains(state);
    }

    /** Against maps, for any order of what happens to neighbouring records. */
    @Property(tries = 300)
    void neighboursDoNotMix(
            @ForAll @Size(max = 200) List<@LongRange(min = 4_090, max = 4_100) Long> sequences,
            @ForAll @Size(min = 200, max = 200) List<@IntRange(max = 3) Integer> whats) {
        Lives tested = new Lives();
        Map<Long, Optional<State>> states = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < sequences.size(); i++) {
            long sequence = sequences.get(i);
            boolean open = states.containsKey(sequence) && states.get(sequence).isEmpty();
            switch (whats.get(i)) {
                case 0 -> {
                    if (!states.containsKey(sequence)) {
                        tested.opened(sequence);
                        states.put(sequence, Optional.empty());
                    }
                }
                case 1 -> {
                    tested.seen(sequence);
                    if (states.containsKey(sequence)
                            && states.get(sequence).stream().noneMatch(State.LOST::equals)) {
                        seen.add(sequence);
                    }
                }
                case 2 -> {
                    if (open && seen.contains(sequence)) {
                        tested.settled(sequence, State.ON_TIME);
                        states.put(sequence, Optional.of(State.ON_TIME));
                    } else if (open) {
                        tested.settled(sequence, State.LOST);
                        states.put(sequence, Optional.of(State.LOST));
                    }
                }
                default -> {
                    if (open) {
                        tested.settled(sequence, State.UNTIMED);
                        states.put(sequence, Optional.of(State.UNTIMED));
                    }
                }
            }
        }

        for (long sequence = 4_089; sequence <= 4_101; sequence++) {
            assertThat(tested.isAbsent(sequence)).isEqualTo(!states.containsKey(sequence));
            assertThat(tested.stateOf(sequence)).isEqualTo(states.getOrDefault(sequence, Optional.empty()));
            assertThat(tested.isSeen(sequence)).isEqualTo(seen.contains(sequence));
        }
    }
}
