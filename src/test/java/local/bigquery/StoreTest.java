package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import local.bigquery.sql.Translation;
import org.junit.jupiter.api.Test;

/** What is visible when, and what retention takes away. */
class StoreTest {

    private static final TableName NAME = new TableName("p", "d", "t");

    private final AtomicLong clock = new AtomicLong(1_000_000);

    private record Plan(Translation translation, long snapshotMicros, Price price) implements Store.Plan {}

    private final class Fixture implements AutoCloseable {

        final Store store;
        final Catalog catalog;
        final StoredTable table;

        Fixture(Retention retention) throws SQLException, IOException {
            store = new Store(256, 1, retention, clock::get);
            catalog = new Catalog(store);
            catalog.create("p", "d", JsonNodeFactory.instance.objectNode());
            table = catalog.create(NAME, resource());
        }

        private ObjectNode resource() {
            ObjectNode resource = JsonNodeFactory.instance.objectNode();
            resource.putObject("clustering").putArray("fields").add("run_id");
            var fields = resource.putObject("schema").putArray("fields");
            fields.addObject().put("name", "run_id").put("type", "STRING");
            fields.addObject().put("name", "n").put("type", "INTEGER");
            fields.addObject()
                    .put("name", "inserted_at")
                    .put("type", "TIMESTAMP")
                    .put("defaultValueExpression", "CURRENT_TIMESTAMP()");
            return resource;
        }

        long insert(String run, long from, long to) throws SQLException {
            List<Store.NewRow> rows = LongStream.range(from, to)
                    .mapToObj(n -> new Store.NewRow(new Object[] {run, n, RowReader.OMITTED}, ""))
                    .toList();
            return store.insert(table, rows).committedMicros();
        }

        Store.Answer<Plan> query(String sql) throws SQLException {
            return store.query(now -> {
                AsOf asOf = new AsOf(now, now, 0);
                Translation translation = Translation.of(sql, Map.of(), catalog.seenFrom("p", "d", asOf), now);
                return new Plan(translation, now, Price.of(translation.uses(), catalog, asOf));
            });
        }

        Object one(String sql) throws SQLException {
            return query(sql).rows().get(0)[0];
        }

        @Override
        public void close() throws SQLException, IOException {
            store.close();
        }
    }

    private static Retention keep(Duration age, long megabytes, int segmentRows) {
        return new Retention(age, megabytes, segmentRows);
    }

    /** The instants are the contract: whatever the threads do, an answer holds the rows committed by its snapshot. */
    @Test
    void anAnswerHoldsExactlyTheRowsCommittedByItsSnapshot() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 150))) {
            List<Long> commits = new ArrayList<>();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        clock.incrementAndGet();
                        commits.add(fixture.insert("r", i * 5L, i * 5L + 5));
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            List<Store.Answer<Plan>> answers = new ArrayList<>();
            while (writer.isAlive()) {
                clock.incrementAndGet();
                answers.add(fixture.query("SELECT COUNT(*), MAX(UNIX_MICROS(inserted_at)) FROM t"));
            }
            writer.join();
            assertThat(commits).hasSize(200);
            for (Store.Answer<Plan> answer : answers) {
                long snapshot = answer.plan().snapshotMicros();
                long committed = commits.stream().filter(c -> c <= snapshot).count();
                assertThat(answer.rows().get(0)[0]).isEqualTo(5 * committed);
            }
            assertThat(fixture.one("SELECT COUNT(DISTINCT n) FROM t")).isEqualTo(1_000L);
        }
    }

    @Test
    void aClockThatStepsBackDoesNotReorderCommits() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 100))) {
            long first = fixture.insert("r", 0, 1);
            clock.addAndGet(-500);
            assertThat(fixture.insert("r", 1, 2)).isEqualTo(first);
        }
    }

    @Test
    void aFailedInsertStoresNothingAndForgetsItsIds() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 100))) {
            Store.NewRow good = new Store.NewRow(new Object[] {"r", 1L, 5L}, "id");
            Store.NewRow broken = new Store.NewRow(new Object[] {"r", "no number", 5L}, "other");
            assertThatThrownBy(() -> fixture.store.insert(fixture.table, List.of(good, broken)))
                    .isInstanceOf(ClassCastException.class);
            assertThat(fixture.one("SELECT COUNT(*) FROM t")).isEqualTo(0L);
            assertThat(fixture.store.insert(fixture.table, List.of(good)).stored())
                    .containsExactly(true);
            assertThat(fixture.one("SELECT COUNT(*) FROM t")).isEqualTo(1L);
        }
    }

    @Test
    void rowsPastTheirAgeGoBySegments() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofSeconds(10), 200, 10))) {
            fixture.insert("r", 0, 10);
            clock.addAndGet(Duration.ofSeconds(11).toNanos() / 1000);
            fixture.insert("r", 10, 20);
            assertThat(fixture.one("SELECT MIN(n) FROM t")).isEqualTo(10L);
            assertThat(fixture.query("SELECT n FROM t").plan().price().lacksRows())
                    .isFalse();
        }
    }

    @Test
    void rowsThatWentForWantOfMemoryAreAdmittedToQueriesThatAskForThem() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 0, 10))) {
            fixture.insert("old", 0, 10);
            long gone = clock.get();
            clock.addAndGet(1_000);
            fixture.insert("new", 10, 20);
            assertThat(fixture.one("SELECT MIN(n) FROM t")).isEqualTo(10L);
            assertThat(lacks(fixture, "")).isTrue();
            assertThat(lacks(fixture, " WHERE run_id = 'old'")).isTrue();
            assertThat(lacks(fixture, " WHERE run_id = 'new'")).isFalse();
            assertThat(lacks(fixture, " WHERE inserted_at > TIMESTAMP_MICROS(" + gone + ")"))
                    .isFalse();
            assertThat(lacks(fixture, " WHERE inserted_at >= TIMESTAMP_MICROS(" + gone + ")"))
                    .isTrue();
            assertThat(lacks(fixture, " WHERE run_id = 'old' OR run_id = 'new'"))
                    .isTrue();
        }
    }

    private static boolean lacks(Fixture fixture, String where) throws SQLException {
        return fixture.query("SELECT n FROM t" + where).plan().price().lacksRows();
    }

    @Test
    void aDroppedTableIsGoneAndItsMemoryFree() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 1_000))) {
            for (int i = 0; i < 5; i++) {
                fixture.insert("r", i * 1_000L, i * 1_000L + 1_000);
            }
            fixture.catalog.drop(NAME);
            assertThatThrownBy(() -> fixture.query("SELECT n FROM t")).isInstanceOf(GoogleError.class);
            assertThat(fixture.store.usedBytes()).isLessThan(1 << 20);
        }
    }

    @Test
    void segmentsThatCannotHoldAnAnswerAreNotRead() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 10))) {
            fixture.insert("a", 0, 10);
            clock.addAndGet(1_000);
            long second = fixture.insert("b", 10, 20);
            clock.addAndGet(1_000);
            fixture.insert("a", 20, 30);
            assertThat(segmentsRead(fixture, "")).isEqualTo(3);
            assertThat(segmentsRead(fixture, " WHERE run_id = 'b'")).isEqualTo(2);
            assertThat(segmentsRead(fixture, " WHERE inserted_at >= TIMESTAMP_MICROS(" + second + ")"))
                    .isEqualTo(2);
            assertThat(segmentsRead(
                            fixture, " WHERE inserted_at >= TIMESTAMP_MICROS(" + second + ") OR inserted_at IS NULL"))
                    .isEqualTo(3);
            assertThat(fixture.one("SELECT COUNT(*) FROM t WHERE run_id = 'b'")).isEqualTo(10L);
            assertThat(fixture.one("SELECT MIN(n) FROM t WHERE inserted_at >= TIMESTAMP_MICROS(" + second + ")"))
                    .isEqualTo(10L);
        }
    }

    private static long segmentsRead(Fixture fixture, String where) throws SQLException {
        String sql =
                fixture.query("SELECT n FROM t" + where).plan().translation().sql();
        return sql.split("FROM table_1_", -1).length - 1;
    }

    @Test
    void aQueryTooLargeForMemoryWorksOnDisk() throws Exception {
        try (Fixture fixture = new Fixture(keep(Duration.ofDays(1), 200, 100_000))) {
            fixture.insert("r", 0, 100);
            String cross =
                    "SELECT COUNT(*) FROM (SELECT DISTINCT CONCAT(CAST(a.n AS STRING), ' of a rather long text that is to fill"
                            + " memory ', CAST(b.n AS STRING), ' ', CAST(c.n AS STRING), ' ', CAST(d.n AS STRING)) AS text"
                            + " FROM t AS a, t AS b, t AS c, t AS d WHERE d.n < 4)";
            assertThat(fixture.one(cross)).isEqualTo(4_000_000L);
        }
    }
}
