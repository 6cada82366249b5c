package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

    private static final String PREFIX = "shardId-000000000000:4917000000000000000000000000000000000000000000000";

    private final RecentIds ids = new RecentIds();

    @Test
    void anIdIsKnownForAMinute() {
        assertThat(ids.add("a", 0)).isTrue();
        assertThat(ids.add("a", RecentIds.WINDOW_MICROS)).isFalse();
        assertThat(ids.add("a", RecentIds.WINDOW_MICROS + 1)).isTrue();
        assertThat(ids.add("a", 2 * RecentIds.WINDOW_MICROS + 1))
                .as("since then")
                .isFalse();
    }

    @Test
    void allOfAMinuteAreKnownUpToTheMost() {
        assertThat(IntStream.range(0, RecentIds.MOST)).allMatch(i -> ids.add(PREFIX + i, i));
        assertThat(IntStream.range(1, RecentIds.MOST)).noneMatch(i -> ids.add(PREFIX + i, RecentIds.MOST - 1));
        assertThat(ids.add(PREFIX + "one more", RecentIds.MOST)).isTrue();
        assertThat(ids.add(PREFIX + 3, RecentIds.MOST)).as("still known").isFalse();
        assertThat(ids.add(PREFIX + 0, RecentIds.MOST)).as("the oldest").isTrue();
    }

    @Test
    void whatWasNotStoredIsForgotten() {
        ids.add("a", 1);
        long mark = ids.mark();
        assertThat(ids.add("a", 1)).isFalse();
        assertThat(ids.add("b", 1)).isTrue();
        ids.forgetFrom(mark);
        assertThat(ids.add("a", 1)).isFalse();
        assertThat(ids.add("b", 1)).isTrue();
    }

    /** Against a map that forgets by looking at the time alone. Steps of up to 20 s, 40 ids. */
    @Property
    void asAMapKnowsThem(@ForAll @Size(max = 3_000) List<@IntRange(max = 3_999) Integer> numbers) {
        RecentIds fresh = new RecentIds();
        Map<String, Long> seen = new HashMap<>();
        long now = 0;
        for (int n : numbers) {
            now += n / 40 * 200_000L;
            String id = PREFIX + n % 40;
            boolean known = seen.containsKey(id) && seen.get(id) >= now - RecentIds.WINDOW_MICROS;
            assertThat(fresh.add(id, now)).isEqualTo(!known);
            if (!known) {
                seen.put(id, now);
            }
        }
    }
}
