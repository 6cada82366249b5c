package io.plumbline.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.javaapi.core.CoreDsl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SyntheticDataTest {

    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2026-12-31T23:59:59.999Z");

    private final List<String> console = new ArrayList<>();

    private SyntheticData orders(long seed) {
        return SyntheticData.of(seed, console::add)
                .id("order")
                .choice("level", Map.of("INFO", 90, "WARN", 9, "ERROR", 1))
                .wholeNumber("amount", 1, 10_000)
                .text("note", 5, 12)
                .instant("at", EARLIEST, LATEST)
                .column("paid", random -> random::nextBoolean);
    }

    /** Written down, so that no change of the code and no Java platform gives other rows unnoticed. */
    @Test
    void aSeedGivesTheseRows() {
        assertThat(rows(orders(42), 2))
                .extracting(Object::toString)
                .containsExactly(
                        "{order=0bd2b303-440b-4fe9-b944-0dc9ac519844, level=INFO, amount=9743, note=8a t54hgx ,"
                                + " at=2026-01-30T23:01:15.462Z, paid=false}",
                        "{order=209300e0-0c2a-47aa-9141-08eee845ca59, level=INFO, amount=3248, note=3wsorxgh,"
                                + " at=2026-12-01T07:55:08.375Z, paid=false}");
    }

    @Property(tries = 50)
    void theSameSeedGivesTheSameRows(@ForAll long seed) {
        assertThat(rows(orders(seed), 20)).isEqualTo(rows(orders(seed), 20)).isNotEqualTo(rows(orders(seed + 1), 20));
    }

    @Property(tries = 200)
    void valuesStayWithinTheirRanges(@ForAll long seed) {
        for (Map<String, Object> row : rows(orders(seed), 20)) {
            assertThat((Long) row.get("amount")).isBetween(1L, 10_000L);
            assertThat((String) row.get("note")).hasSizeBetween(5, 12);
            assertThat((Instant) row.get("at")).isBetween(EARLIEST, LATEST);
            assertThat((String) row.get("level")).isIn("INFO", "WARN", "ERROR");
            assertThat(UUID.fromString((String) row.get("order")).version()).isEqualTo(4);
        }
    }

    @Test
    void bothEndsOfARangeCome() {
        List<Map<String, Object>> rows = rows(
                SyntheticData.of(1, console::add)
                        .wholeNumber("number", -1, 1)
                        .text("text", 0, 2)
                        .instant("at", EARLIEST, EARLIEST.plusMillis(1))
                        .wholeNumber("most", Long.MAX_VALUE - 1, Long.MAX_VALUE),
                200);

        assertThat(rows).extracting(row -> row.get("number")).containsOnly(-1L, 0L, 1L);
        assertThat(rows).extracting(row -> row.get("text").toString().length()).containsOnly(0, 1, 2);
        assertThat(rows).extracting(row -> row.get("at")).containsOnly(EARLIEST, EARLIEST.plusMillis(1));
        assertThat(rows).extracting(row -> row.get("most")).containsOnly(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    }

    @Test
    void choicesComeAsOftenAsTheyWeigh() {
        List<Object> levels = rows(
                        SyntheticData.of(7, console::add).choice("level", Map.of("INFO", 0.9, "WARN", 0.1, "NEVER", 0)),
                        100_000)
                .stream()
                .map(row -> row.get("level"))
                .toList();

        assertThat(levels.stream().filter("INFO"::equals).count()).isBetween(89_500L, 90_500L);
        assertThat(levels).doesNotContain("NEVER");
    }

    @Test
    void idsAreEachAnother() {
        Set<Object> ids = new HashSet<>();
        rows(SyntheticData.of(3, console::add).id("id"), 100_000).forEach(row -> ids.add(row.get("id")));

        assertThat(ids).hasSize(100_000);
    }

    @Test
    void aColumnDoesNotDependOnTheOthers() {
        SyntheticData amounts = SyntheticData.of(42, console::add).wholeNumber("amount", 1, 10_000);

        assertThat(rows(amounts, 20))
                .extracting(row -> row.get("amount"))
                .isEqualTo(rows(orders(42), 20).stream()
                        .map(row -> row.get("amount"))
                        .toList());
    }

    /** Like those that make names and addresses: made once, with a generator that it is given. */
    private static final class Library {

        private final Random random;

        private Library(Random random) {
            this.random = random;
        }

        private String name() {
            return random.nextBoolean() ? "Ada" : "Grace";
        }
    }

    @Test
    void aLibraryThatTakesAGeneratorIsAColumn() {
        SyntheticData names = SyntheticData.of(5, console::add).column("name", random -> {
            Library library = new Library(random);
            return library::name;
        });

        assertThat(rows(names, 50)).isEqualTo(rows(names, 50));
        assertThat(rows(names, 50)).extracting(row -> row.get("name")).containsOnly("Ada", "Grace");
    }

    @Test
    void theSeedIsPrintedOnce() {
        SyntheticData orders = orders(-9);
        orders.get();
        orders.get();

        assertThat(console).containsExactly("synthetic data of order, level, amount, note, at, paid: seed -9");
    }

    @Test
    void itIsAFeeder() {
        assertThat(CoreDsl.feed(orders(1))).isNotNull();
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        SyntheticData data = SyntheticData.of(1, console::add);

        for (Runnable wrong : new Runnable[] {
            () -> data.choice("a", Map.of()),
            () -> data.choice("a", Map.of("b", 0)),
            () -> data.choice("a", Map.of("b", 1, "c", -1)),
            () -> data.wholeNumber("a", 2, 1),
            () -> data.wholeNumber("a", Long.MIN_VALUE, 0),
            () -> data.text("a", -1, 1),
            () -> data.text("a", 2, 1),
            () -> data.instant("a", LATEST, EARLIEST),
            () -> data.id("a").id("a")
        }) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a: ");
        }
        assertThatThrownBy(data::get).hasMessage("synthetic data without a column");
    }

    private static List<Map<String, Object>> rows(SyntheticData data, int count) {
        Iterator<Map<String, Object>> feeder = data.get();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(feeder.next());
        }
        return rows;
    }
}
