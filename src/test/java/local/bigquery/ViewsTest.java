package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logical views: what they answer, what of a query's filter reaches their tables, what they refuse. */
class ViewsTest {

    private static final String BOTH = "SELECT * FROM `p.d.t` UNION ALL SELECT run_id, n, seen FROM d.u";

    private final Rest rest = new Rest();

    @BeforeEach
    void createTables() {
        table("t", "");
        table("u", "");
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void aViewHasTheRowsOfItsTablesAsTheyAreNow() {
        Rest.ok(rest.view("v", BOTH));
        insert("t", "a", 1);
        insert("u", "a", 2);
        insert("u", "b", 3);

        assertThat(rest.rows("SELECT run_id, n FROM d.v ORDER BY n")).containsExactly("a|1", "a|2", "b|3");
        assertThat(rest.rows("SELECT w.run_id, COUNT(*) FROM `p.d.v` AS w WHERE w.n > 1 GROUP BY 1 ORDER BY 1"))
                .containsExactly("a|1", "b|1");
        assertThat(rest.rows("SELECT x.n FROM d.v AS x JOIN d.v AS y ON x.n = y.n - 1 ORDER BY 1"))
                .containsExactly("1", "2");
    }

    @Test
    void itsResourceSaysThatItIsAViewAndHasTheSchemaOfItsQuery() {
        Rest.ok(rest.view("v", "SELECT n AS number, CAST(n AS STRING) AS text, seen FROM d.t"));

        Rest.Answer found = Rest.ok(rest.get("/datasets/d/tables/v"));

        assertThat(found.body().path("type").asText()).isEqualTo("VIEW");
        assertThat(found.body().path("view").path("query").asText()).startsWith("SELECT n AS number");
        assertThat(found.body().path("schema").findValuesAsText("name")).containsExactly("number", "text", "seen");
        assertThat(found.body().path("schema").findValuesAsText("type"))
                .containsExactly("INTEGER", "STRING", "TIMESTAMP");
    }

    @Test
    void viewsStandOnViewsButNotTooManyLevelsDeep() {
        Rest.ok(rest.view("v1", "SELECT * FROM d.t"));
        insert("t", "a", 1);
        for (int level = 2; level <= 16; level++) {
            Rest.ok(rest.view("v" + level, "SELECT * FROM d.v" + (level - 1)));
        }
        assertThat(rest.rows("SELECT n FROM d.v16 WHERE run_id = 'a'")).containsExactly("1");
        Rest.ok(rest.view("v17", "SELECT * FROM d.v16"));
        assertThat(rest.query("SELECT n FROM d.v17", "").message()).contains("more than 16 levels deep");
    }

    @Test
    void nothingOfAQueryButItsFilterReachesIntoAView() {
        Rest.ok(rest.view("v", "SELECT n FROM d.t"));
        Rest.ok(rest.view("ours", "WITH x AS (SELECT n FROM d.t) SELECT n + 1 AS n FROM x"));
        insert("t", "a", 1);

        assertThat(rest.rows("WITH t AS (SELECT 5 AS n), x AS (SELECT 6 AS n)"
                        + " SELECT v.n + ours.n FROM `p.d.v` AS v CROSS JOIN d.ours AS ours"))
                .containsExactly("3");
        assertThat(rest.view("w", "SELECT n FROM t").message()).contains("must be qualified with a dataset");
        assertThat(rest.view("w", "SELECT n FROM d.t WHERE n = @n").message())
                .contains("Query parameter 'n' not found");
    }

    @Test
    void anEqualityIsOneInEachOfItsTables() {
        Rest.ok(rest.view("v", BOTH));
        insert("t", "a", 1);
        insert("t", "b", 1);
        insert("u", "a", 1);

        // Of each row: 3 of the run's id, 8 of each of the other columns.
        assertThat(bytes("SELECT * FROM d.v")).isEqualTo("57");
        assertThat(bytes("SELECT * FROM d.v WHERE run_id = 'a'")).isEqualTo("38");
        assertThat(bytes("SELECT * FROM (SELECT * FROM d.v) WHERE run_id = 'b'"))
                .isEqualTo("19");
    }

    @Test
    void aFilterThatWouldChangeWhatAViewCountsStaysOutside() {
        insert("t", "a", 1);
        insert("t", "b", 2);
        for (String sql : new String[] {
            "SELECT run_id, n, seen, ROW_NUMBER() OVER (ORDER BY n) AS place FROM d.t",
            "SELECT run_id, n, seen, 1 + RANK() OVER (ORDER BY n) AS place FROM d.t",
            "SELECT run_id, n, seen FROM d.t ORDER BY n LIMIT 5",
            "SELECT run_id, n, seen FROM d.t WHERE TRUE QUALIFY ROW_NUMBER() OVER (ORDER BY n) < 5",
            "SELECT run_id, MAX(n) AS n, MAX(seen) AS seen FROM d.t GROUP BY run_id",
            "WITH x AS (SELECT * FROM d.t) SELECT * FROM x",
            "SELECT n, seen, run_id || '' AS run_id FROM d.t",
            "SELECT * FROM d.t UNION ALL SELECT * FROM d.u LIMIT 5"
        }) {
            Rest.ok(rest.view("v", sql));
            assertThat(rest.rows("SELECT n FROM d.v WHERE run_id = 'b'"))
                    .as(sql)
                    .containsExactly("2");
            assertThat(bytes("SELECT n FROM d.v WHERE run_id = 'b'")).as(sql).isEqualTo("38");
            Rest.ok(rest.delete("/datasets/d/tables/v"));
        }
    }

    @Test
    void aFilterOnOneMentionOfANamedSubqueryIsNoneOnAnother() {
        Rest.ok(rest.view("v", "SELECT * FROM d.t"));
        insert("t", "a", 1);
        insert("t", "b", 2);
        String sql = "WITH x AS (SELECT * FROM d.v) SELECT l.n, r.n AS other FROM x AS l CROSS JOIN x AS r"
                + " WHERE l.run_id = 'a' AND r.run_id = 'b'";
        assertThat(rest.rows(sql)).containsExactly("1|2");
        assertThat(bytes(sql)).isEqualTo("38");
        assertThat(bytes("SELECT l.n, r.n AS other FROM d.v AS l CROSS JOIN d.v AS r"
                        + " WHERE l.run_id = 'a' AND r.run_id = 'b'"))
                .as("of views, each mention is its own")
                .isEqualTo("38");
    }

    @Test
    void aPartitionFilterReachesTheTableThatDemandsIt() {
        table("p", ", 'timePartitioning': {'type': 'DAY', 'field': 'seen'}, 'requirePartitionFilter': true");
        insert("p", "a", 1);
        Rest.ok(rest.view("bounded", "SELECT * FROM d.p WHERE seen >= TIMESTAMP '2023-01-01'"));
        Rest.ok(rest.view("alias", "SELECT n, seen AS moment FROM d.p WHERE seen < TIMESTAMP '2100-01-01'"));

        assertThat(rest.rows("SELECT n FROM d.bounded")).containsExactly("1");
        assertThat(bytes("SELECT n FROM d.alias WHERE moment < TIMESTAMP '2000-01-01'"))
                .isEqualTo("0");
        assertThat(rest.query("SELECT n FROM (SELECT * FROM d.p)", "").message())
                .contains("without a filter over column(s) 'seen'");
    }

    @Test
    void nothingIsInsertedIntoAViewAndItGoesWithoutItsTable() {
        Rest.ok(rest.view("v", BOTH));
        insert("t", "a", 1);

        Rest.Answer refused = rest.post("/datasets/d/tables/v/insertAll", "{'rows': [{'json': {'n': 1}}]}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.reason()).isEqualTo("invalid");
        assertThat(refused.message())
                .isEqualTo("p:d.v is not allowed for this operation because it is currently a VIEW.");
        assertThat(rest.inserted).hasSize(1);
        Rest.ok(rest.delete("/datasets/d/tables/v"));
        assertThat(rest.rows("SELECT n FROM d.t")).containsExactly("1");
        assertThat(rest.query("SELECT n FROM d.v", "").message()).isEqualTo("Not found: Table p:d.v");
    }

    @Test
    void aViewWhoseTableIsGoneNamesTheTable() {
        Rest.ok(rest.view("v", BOTH));
        Rest.ok(rest.delete("/datasets/d/tables/u"));

        assertThat(rest.query("SELECT n FROM d.v", "").message()).isEqualTo("Not found: Table p:d.u");
        assertThat(Rest.ok(rest.get("/datasets/d/tables/v"))
                        .body()
                        .path("schema")
                        .findValuesAsText("name"))
                .as("its resource still has the schema of its making")
                .containsExactly("run_id", "n", "seen");
        table("u", "");
        Rest.ok(rest.delete("/datasets/d/tables/t"));
        Rest.ok(rest.post("/datasets/d/tables", resource("t", "{'name': 'n', 'type': 'INTEGER'}", "")));
        assertThat(rest.query("SELECT n FROM d.v", "").message()).startsWith("In view p.d.v: ");
    }

    @Test
    void whatIsNoViewIsRefused() {
        assertThat(rest.view("v", "SELEKT 1").message()).contains("statement SELEKT");
        assertThat(rest.view("v", "SELECT nope FROM d.t").message()).contains("nope");
        assertThat(rest.view("v", "SELECT n FROM d.none").message()).isEqualTo("Not found: Table p:d.none");
        assertThat(rest.view("v", " ").reason()).isEqualTo("required");
        assertThat(rest.view("t", "SELECT 1 AS n").reason()).isEqualTo("duplicate");
        assertThat(rest.post(
                                "/datasets/d/tables",
                                "{'tableReference': {'tableId': 'v'}, 'view': {'query': 'SELECT 1 AS n'}}")
                        .message())
                .contains("legacy SQL (view.useLegacySql is not false)");
        assertThat(rest.post(
                                "/datasets/d/tables",
                                resource("v", "", ", 'view': {'query': 'SELECT 1 AS n', 'useLegacySql': false}"))
                        .message())
                .isEqualTo("schema cannot be given for a view");
    }

    private String bytes(String sql) {
        return Rest.ok(rest.query(sql, "")).body().path("totalBytesProcessed").asText();
    }

    private void table(String name, String more) {
        String fields = Rest.field("run_id", "STRING") + "," + Rest.field("n", "INTEGER") + ","
                + Rest.field("seen", "TIMESTAMP");
        Rest.ok(rest.post(
                "/datasets/d/tables", resource(name, fields, ", 'clustering': {'fields': ['run_id']}" + more)));
    }

    private static String resource(String name, String fields, String more) {
        return "{'tableReference': {'tableId': '" + name + "'}, 'schema': {'fields': [" + fields + "]}" + more + "}";
    }

    private void insert(String table, String run, int n) {
        Rest.ok(rest.post(
                "/datasets/d/tables/" + table + "/insertAll",
                "{'rows': [{'json': {'run_id': '" + run + "', 'n': " + n + ", 'seen': '2023-11-14 12:00:00'}}]}"));
    }
}
