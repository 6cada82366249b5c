package local.bigquery.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every construct of the subset: GoogleSQL in, rows as BigQuery's documentation has them, written by hand, out. */
class TranslationTest {

    private SqlSample sample;

    @BeforeEach
    void open() throws SQLException {
        sample = new SqlSample();
    }

    @AfterEach
    void close() throws SQLException {
        sample.close();
    }

    private List<String> rows(String sql, Map<String, Value> parameters) {
        return sample.rows(sql, parameters);
    }

    private List<String> rows(String sql) {
        return rows(sql, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            textBlock =
                    """
            SUBSTR('abcdef', -3) => def
            SUBSTR('abc', -10) => abc
            SUBSTR('abcdef', 0) => abcdef
            SUBSTR('abcdef', 2, 3) => bcd
            SUBSTR('abcdef', 0, 2) => ab
            SUBSTR('abc', -10, 2) => ab
            SUBSTR('abcdef', -4, 2) => cd
            DIV(7, 2) => 3
            DIV(-7, 2) => -3
            MOD(-7, 3) => -1
            7 / 2 => 3.5
            1 + 2 * 3 - -4 => 11
            SAFE_DIVIDE(1, 0) => null
            ROUND(2.5) => 3.0
            ROUND(-2.5) => -3.0
            CAST(2.5 AS INT64) => 3
            CAST(3.5 AS INT64) => 4
            CAST(-2.5 AS INT64) => -3
            CAST('12' AS INT64) => 12
            CAST('-0012' AS INT64) => -12
            SAFE_CAST('12x' AS INT64) => null
            SAFE_CAST('1.5' AS INT64) => null
            SAFE_CAST('1e3' AS INT64) => null
            SAFE_CAST('1_000' AS INT64) => null
            SAFE_CAST('99999999999999999999' AS INT64) => null
            SAFE_CAST('1.5e1' AS FLOAT64) => 15.0
            SAFE_CAST('1_0' AS FLOAT64) => null
            SAFE_CAST('1e999' AS FLOAT64) => null
            SAFE_DIVIDE(1e308, 1e-10) => null
            1e308 * NULL => null
            CAST('TRUE' AS BOOL) => true
            SAFE_CAST('yes' AS BOOL) => null
            CAST(TRUE AS STRING) => true
            CAST(12 AS STRING) => 12
            UNIX_MICROS(CAST('2023-11-14 10:00:00+02:00' AS TIMESTAMP)) => 1699948800000000
            UNIX_MICROS(CAST('2023-11-14T10:00:00.5Z' AS TIMESTAMP)) => 1699956000500000
            UNIX_MICROS(TIMESTAMP '2023-11-14 10:00:00 UTC') => 1699956000000000
            UNIX_MICROS(TIMESTAMP('2023-11-14')) => 1699920000000000
            SAFE_CAST('yesterday' AS TIMESTAMP) => null
            CAST(TIMESTAMP_MICROS(1699956000000000) AS STRING) => 2023-11-14 10:00:00+00
            CAST(TIMESTAMP_MICROS(1699956000120000) AS STRING) => 2023-11-14 10:00:00.120+00
            CAST(TIMESTAMP_MICROS(1699956000120001) AS STRING) => 2023-11-14 10:00:00.120001+00
            UNIX_MILLIS(TIMESTAMP_MICROS(-1500)) => -2
            UNIX_SECONDS(TIMESTAMP_MILLIS(-1500)) => -2
            UNIX_MICROS(TIMESTAMP_SECONDS(3)) => 3000000
            UNIX_MICROS(TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR)) => 1699996400000000
            UNIX_MICROS(TIMESTAMP_ADD(TIMESTAMP_SECONDS(0), INTERVAL 2 + 1 DAY)) => 259200000000
            UNIX_SECONDS(TIMESTAMP_TRUNC(TIMESTAMP '2023-11-14 10:59:59', HOUR)) => 1699956000
            TIMESTAMP_DIFF(TIMESTAMP_SECONDS(0), TIMESTAMP_SECONDS(90), MINUTE) => -1
            IF(NULL, 1, 2) => 2
            IF(1 < 2, 'y', 'n') => y
            IFNULL(NULL, 5) => 5
            COALESCE(NULL, NULL, 'z') => z
            NULLIF(1, 1) => null
            GREATEST(1, 2.5) => 2.5
            GREATEST(1, NULL) => null
            LEAST(3, 2) => 2
            CONCAT('a', 'b', 'c') => abc
            CONCAT('a', NULL) => null
            'a' || 'b' => ab
            LENGTH('né') => 2
            STARTS_WITH('abc', 'ab') => true
            TO_HEX(MD5('né')) => 4b412f217a89113f3e321f48d3273a0a
            TO_HEX(MD5('')) => d41d8cd98f00b204e9800998ecf8427e
            TO_HEX(SHA256('abc')) => ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            TO_HEX(MD5(NULL)) => null
            TO_JSON_STRING(NULL) => null
            ENDS_WITH('abc', 'ab') => false
            STRPOS('abc', 'c') => 3
            REGEXP_CONTAINS('abc', r'^a\\w') => true
            'a_c' LIKE r'a\\_c' => true
            'abc' LIKE r'a\\_c' => false
            'abc' NOT LIKE '%b%' => false
            2 BETWEEN 1 AND 3 => true
            NOT 2 BETWEEN 1 AND 3 => false
            2 IN (1, 2.0) => true
            NULL IN (1, 2) => null
            3 NOT IN (1, 2) => true
            NULL IS NULL => true
            (1 = 2) IS NOT TRUE => true
            CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END => b
            CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END => b
            [10, 20, 30][OFFSET(1)] => 20
            [10, 20, 30][ORDINAL(1)] => 10
            [10, 20, 30][SAFE_OFFSET(3)] => null
            ARRAY_LENGTH([1, 2]) => 2
            JSON_VALUE('{"a": {"b": "x"}}', '$.a.b') => x
            JSON_VALUE('{"a": {"b": "x"}}', '$.a') => null
            JSON_VALUE('{"a": true}', '$.a') => true
            JSON_VALUE('{"a": null}', '$.a') => null
            JSON_VALUE('{"a-b": 5}', '$."a-b"') => 5
            JSON_EXTRACT_SCALAR('{"a-b": 5}', "$['a-b']") => 5
            JSON_EXTRACT_SCALAR('not json', '$.a') => null
            0x1F => 31
            'it\\\\'s' => it's
            r'a\\\\b' => a\\b
            'a' < 'B' => false
            ABS(-3) => 3
            FLOOR(-1.5) => -2.0
            CEIL(1.2) => 2.0
            UNIX_SECONDS(CAST(DATE '2023-11-14' AS TIMESTAMP)) => 1699920000
            CAST(DATE(TIMESTAMP '2023-11-14 23:00:00-02:00') AS STRING) => 2023-11-15
            """)
    void expressions(String expressionAndEquals, String expected) {
        String expression =
                expressionAndEquals.strip().replaceAll("=$", "").strip().replace("\\\\", "\\");
        assertThat(rows("SELECT " + expression)).containsExactly(expected.strip());
    }

    @Test
    void aggregates() {
        assertThat(rows(
                        "SELECT COUNT(*), COUNT(n), COUNT(DISTINCT id), SUM(n), AVG(n), MIN(id), MAX(x), COUNTIF(n > 1),"
                                + " APPROX_COUNT_DISTINCT(id), LOGICAL_OR(flag), LOGICAL_AND(flag) FROM t"))
                .containsExactly("4|3|3|6|2.0|a|2.5|2|3|true|false");
        assertThat(rows("SELECT SUM(n), COUNT(*), MAX(id) FROM t WHERE FALSE")).containsExactly("null|0|null");
        assertThat(rows("SELECT APPROX_QUANTILES(v, 2)[OFFSET(1)] FROM UNNEST([1, 1, 1, 4, 5, 6, 7, 8, 9, 10]) AS v"))
                .containsExactly("5");
        assertThat(rows("SELECT APPROX_QUANTILES(v, 2) FROM UNNEST([1, 1, 1, 4, 5, 6, 7, 8, 9, 10]) AS v"))
                .containsExactly("[1, 5, 10]");
    }

    @Test
    void groupsByAliasOrdinalAndExpression() {
        assertThat(rows("SELECT id AS name, COUNT(*) AS c FROM t GROUP BY name ORDER BY name"))
                .containsExactly("a|1", "b|2", "c|1");
        assertThat(rows("SELECT id, SUM(n) FROM t GROUP BY 1 HAVING SUM(n) > 1 ORDER BY 2 DESC"))
                .containsExactly("b|5");
        assertThat(rows("SELECT COUNT(*) AS c FROM t GROUP BY TIMESTAMP_TRUNC(seen, DAY) ORDER BY c DESC, 1"))
                .containsExactly("2", "1", "1");
        assertThat(rows("SELECT id, COUNT(*) AS c FROM t GROUP BY id HAVING c > 1"))
                .containsExactly("b|2");
    }

    @Test
    void nullIsTheSmallestInAnOrder() {
        assertThat(rows("SELECT n FROM t ORDER BY n")).containsExactly("null", "1", "2", "3");
        assertThat(rows("SELECT n FROM t ORDER BY n DESC")).containsExactly("3", "2", "1", "null");
        assertThat(rows("SELECT n FROM t ORDER BY n NULLS LAST LIMIT 2 OFFSET 1"))
                .containsExactly("2", "3");
    }

    @Test
    void starsAndDistinct() {
        assertThat(rows("SELECT * EXCEPT (doc, seen) FROM t WHERE n = 1")).containsExactly("a|1|0.5|true");
        assertThat(rows("SELECT q.* EXCEPT (n) FROM (SELECT id, n FROM t) AS q WHERE q.n = 3"))
                .containsExactly("b");
        assertThat(rows("SELECT DISTINCT id FROM t ORDER BY id DESC")).containsExactly("c", "b", "a");
    }

    @Test
    void windowsAndQualify() {
        assertThat(
                        rows(
                                "SELECT id, n FROM t WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY n DESC) = 1 ORDER BY id"))
                .containsExactly("a|1", "b|3", "c|null");
        assertThat(rows("SELECT n, RANK() OVER (ORDER BY id) AS r, DENSE_RANK() OVER (ORDER BY id) AS d,"
                        + " COUNT(*) OVER (PARTITION BY id) AS c FROM t ORDER BY n"))
                .containsExactly("null|4|3|1", "1|1|1|1", "2|2|2|2", "3|2|2|2");
    }

    @Test
    void parameters() {
        Map<String, Value> given = Map.of(
                "Name", new Value(Type.STRING, Optional.of("b' OR '1'='1")),
                "who", new Value(Type.STRING, Optional.of("b")),
                "ids", new Value(Type.STRING.arrayOf(), Optional.of(List.of("a", "c"))),
                "none", new Value(Type.STRING.arrayOf(), Optional.of(List.of())),
                "ns", new Value(Type.INT64.arrayOf(), Optional.of(List.of(2L, 3L))),
                "since", new Value(Type.TIMESTAMP, Optional.of(1_699_961_400_123_456L)));
        assertThat(rows("SELECT n FROM t WHERE id = @name", given)).isEmpty();
        assertThat(rows("SELECT n FROM t WHERE id = @who ORDER BY n", given)).containsExactly("2", "3");
        assertThat(rows("SELECT n FROM t WHERE id IN UNNEST(@ids) AND n IS NOT NULL", given))
                .containsExactly("1");
        assertThat(rows("SELECT n FROM t WHERE id IN UNNEST(@none)", given)).isEmpty();
        assertThat(rows("SELECT n FROM t WHERE n IN UNNEST(@ns) AND id NOT IN UNNEST(@ids) ORDER BY n", given))
                .containsExactly("2", "3");
        assertThat(rows("SELECT n FROM t WHERE seen >= @since ORDER BY n", given))
                .containsExactly("2", "3");
        assertThat(rows("SELECT n FROM t WHERE seen >= '2023-11-15' ORDER BY n", given))
                .containsExactly("3");
    }

    @Test
    void jsonColumns() {
        assertThat(rows("SELECT JSON_VALUE(doc, '$.k.v'), JSON_EXTRACT_SCALAR(doc, '$.list[1]') FROM t ORDER BY n"))
                .containsExactly("null|null", "one|8", "null|null", "2|null");
    }

    @Test
    void subqueriesJoinsAndUnions() {
        assertThat(
                        rows(
                                "WITH b AS (SELECT n FROM t WHERE id = 'b'), s AS (SELECT SUM(n) AS total FROM b) SELECT total FROM s"))
                .containsExactly("5");
        assertThat(rows("SELECT n FROM t WHERE id IN (SELECT id FROM t WHERE n = 2) ORDER BY n"))
                .containsExactly("2", "3");
        assertThat(rows("SELECT 1 AS a UNION ALL SELECT 3 UNION ALL SELECT 2 ORDER BY a DESC LIMIT 2"))
                .containsExactly("3", "2");
        assertThat(rows("SELECT wanted, place, t.n FROM UNNEST(['a', 'x']) AS wanted WITH OFFSET AS place"
                        + " LEFT JOIN t ON t.id = wanted ORDER BY place"))
                .containsExactly("a|0|1", "x|1|null");
        assertThat(rows("SELECT l.n, r.n AS m FROM t AS l JOIN t AS r ON l.n = r.n - 1 ORDER BY l.n"))
                .containsExactly("1|2", "2|3");
        assertThat(rows("SELECT COUNT(*) AS c FROM t, UNNEST([1, 2])")).containsExactly("8");
    }

    @Test
    void commentsQuotesAndTrailingCommas() {
        assertThat(rows("/* a */ SELECT `id`, -- one\n n, # two\n FROM `p.d.t` WHERE id = \"a\";"))
                .containsExactly("a|1");
        assertThat(rows("SELECT n FROM my-project.d.t AS u WHERE u.id = '''a'''"))
                .containsExactly("1");
    }

    @Test
    void namesColumnsAsBigQueryDoes() {
        assertThat(SqlSample.translate("SELECT id, COUNT(*), n + 1, MAX(n) AS top FROM t GROUP BY id, n", Map.of())
                        .columns())
                .extracting(Translation.Column::name)
                .containsExactly("id", "f0_", "f1_", "top");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            DELETE FROM t WHERE TRUE | statement DELETE
            SELECT SOUNDEX(id) FROM t | function SOUNDEX
            SELECT SAFE.SUBSTR(id, 1) FROM t | function SAFE.SUBSTR
            SELECT doc.k FROM t | field access doc.k
            SELECT (SELECT 1) | scalar subquery
            SELECT STRUCT(1) | STRUCT
            SELECT id = 5 FROM t | = for argument types STRING, INT64
            SELECT doc = doc FROM t | = for argument types JSON, JSON
            SELECT nope FROM t | Unrecognized name: nope
            SELECT n FROM t GROUP BY UPPER(id) | function UPPER
            SELECT EXTRACT(HOUR FROM seen) FROM t | EXTRACT
            SELECT TIMESTAMP_TRUNC(seen, WEEK) FROM t | WEEK
            SELECT JSON_VALUE(doc, '$.*') FROM t | JSONPath $.*
            SELECT id, id FROM t | Duplicate column names
            SELECT SUM(n) OVER (ORDER BY n) FROM t | SUM with this OVER
            SELECT ROW_NUMBER() FROM t | without an OVER clause
            SELECT n FROM t WHERE n | WHERE clause should return type BOOL
            SELECT 1 FROM t FULL JOIN t ON TRUE | FULL
            SELECT n FROM t UNION DISTINCT SELECT 1 | UNION DISTINCT
            SELECT @missing | 'missing' not found
            SELECT b'x' | BYTES
            SELECT MD5('a') | a column of type BYTES
            SELECT n FROM (SELECT n, SHA256(id) FROM t) | a column of type BYTES
            SELECT MD5('a') = MD5('b') | = for argument types BYTES, BYTES
            SELECT CAST('a' AS BYTES) | CAST to BYTES
            SELECT TO_JSON_STRING(id) FROM t | TO_JSON_STRING for argument types STRING
            SELECT 'open | Unclosed string literal
            SELECT n AS id FROM t ORDER BY LENGTH(id) | both a column and an alias
            SELECT CAST(x AS STRING) FROM t | CAST of FLOAT64 to STRING
            SELECT CAST(doc AS STRING) FROM t | CAST of JSON to STRING
            SELECT NUMERIC '1' | NUMERIC
            SELECT DISTINCT ON (id) n FROM t | ON
            SELECT n FROM t LIMIT ALL | ALL
            SELECT n FROM t TABLESAMPLE SYSTEM (1 PERCENT) | TABLESAMPLE
            SELECT APPROX_QUANTILES(n, n) FROM t | APPROX_QUANTILES
            SELECT t0.n FROM t | Unrecognized name: t0.n
            SELECT id FROM t ORDER BY doc | ORDER BY does not support expressions of type JSON
            """)
    void refusesByName(String sql, String named) {
        assertThatThrownBy(() -> SqlSample.translate(sql.strip(), Map.of()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining(named.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1e308 * 10",
                "SELECT x * 1e308 * 1e10 FROM t",
                "SELECT 1e999",
                "SELECT SAFE_CAST('\\t12' AS INT64)",
                "SELECT TIMESTAMP_SECONDS(253402300800)",
                "SELECT TIMESTAMP_SECONDS(253402300800 * n) FROM t",
                "SELECT TIMESTAMP_ADD(seen, INTERVAL 100000000 DAY) FROM t",
                "SELECT TIMESTAMP_MICROS(9223372036854775807)",
                "SELECT JSON_VALUE('{\"a\": 1,}', '$.a')",
                "SELECT JSON_VALUE('{\"a\": NaN}', '$.a')",
                "SELECT JSON_VALUE('{\"a\": 1.10}', '$.a')",
                "SELECT 1 / 0",
                "SELECT DIV(n, 0) FROM t",
                "SELECT CAST(id AS INT64) FROM t",
                "SELECT 9223372036854775807 + n FROM t",
                "SELECT SUBSTR(id, 1, -1) FROM t",
                "SELECT [1][OFFSET(n)] FROM t",
                "SELECT id, n FROM t GROUP BY id",
                "SELECT SAFE_CAST(' 0x1F' AS INT64)"
            })
    void failsWhereBigQueryFails(String sql) {
        assertThatThrownBy(() -> rows(sql)).isInstanceOf(InvalidQuery.class);
    }
}
