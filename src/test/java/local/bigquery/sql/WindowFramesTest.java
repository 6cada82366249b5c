package local.bigquery.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aggregates over a frame of rows: the values 1, 5, 3, 0, 4 in the order of their places, answers by hand. */
class WindowFramesTest {

    private static final String VALUES =
            " FROM UNNEST([1, 5, 3, 0, 4]) AS v WITH OFFSET AS place WHERE TRUE ORDER BY place";

    private static List<String> rows(String sql, Map<String, Value> parameters) {
        try (SqlSample sample = new SqlSample()) {
            return sample.rows(sql, parameters);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            MIN(NULLIF(v, 0))   | 1 FOLLOWING AND UNBOUNDED FOLLOWING         | 3 3 4 4 null
            MAX(NULLIF(v, 0))   | UNBOUNDED PRECEDING AND 1 PRECEDING         | null 1 5 5 5
            SUM(NULLIF(v, 0))   | 1 PRECEDING AND 1 FOLLOWING                 | 6 9 8 7 4
            COUNT(NULLIF(v, 0)) | UNBOUNDED PRECEDING AND CURRENT ROW         | 1 2 3 3 4
            COUNT(*)            | CURRENT ROW AND 2 FOLLOWING                 | 3 3 3 2 1
            COUNTIF(v > 2)      | 2 PRECEDING AND 1 PRECEDING                 | 0 0 1 2 1
            AVG(v)              | CURRENT ROW AND CURRENT ROW                 | 1.0 5.0 3.0 0.0 4.0
            LOGICAL_OR(v = 0)   | 1 FOLLOWING AND 1 FOLLOWING                 | false false true false null
            LOGICAL_AND(v > 0)  | UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING | false false false false false
            SUM(v)              | 2 FOLLOWING AND 1 FOLLOWING                 | null null null null null
            """)
    void aggregatesOverAFrame(String aggregate, String frame, String expected) {
        String sql = "SELECT " + aggregate + " OVER (ORDER BY place ROWS BETWEEN " + frame + ")" + VALUES;
        assertThat(rows(sql, Map.of())).containsExactly(expected.split(" "));
    }

    @Test
    void aFrameStaysInItsPartition() {
        assertThat(rows(
                        "SELECT id, n, MIN(n) OVER (PARTITION BY id ORDER BY LENGTH(id), n ROWS BETWEEN 1 FOLLOWING AND"
                                + " UNBOUNDED FOLLOWING) AS next FROM t WHERE TRUE ORDER BY id, n",
                        Map.of()))
                .containsExactly("a|1|null", "b|2|3", "b|3|null", "c|null|null");
    }

    @Test
    void aBoundMayBeAParameter() {
        Map<String, Value> two = Map.of("rows", new Value(Type.INT64, Optional.of(2L)));
        String sql = "SELECT SUM(v) OVER (ORDER BY place ROWS BETWEEN @rows PRECEDING AND CURRENT ROW)" + VALUES;
        assertThat(rows(sql, two)).containsExactly("1", "6", "9", "8", "7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            SUM(n) OVER (ORDER BY n RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) | RANGE
            SUM(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING)                  | other than ROWS BETWEEN
            SUM(n) OVER (ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING)             | SUM with this OVER
            SUM(n) OVER (ORDER BY n)                                           | SUM with this OVER
            ANY_VALUE(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) | ANY_VALUE with this OVER
            COUNT(DISTINCT n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) | COUNT with this OVER
            ROW_NUMBER() OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) | ROW_NUMBER with this OVER
            SUM(n) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 PRECEDING)  | start at CURRENT ROW and end at PRECEDING
            SUM(n) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED FOLLOWING AND UNBOUNDED FOLLOWING) | start at UNBOUNDED FOLLOWING
            SUM(n) OVER (ORDER BY n ROWS BETWEEN n PRECEDING AND CURRENT ROW)  | a constant
            SUM(n) OVER (ORDER BY n ROWS BETWEEN -1 PRECEDING AND CURRENT ROW) | a constant
            SUM(n) OVER (ORDER BY n ROWS BETWEEN 'a' PRECEDING AND CURRENT ROW) | bound should return type INT64
            SUM(n) OVER w                                                      | named window
            """)
    void refusesOtherFramesByName(String call, String named) {
        assertThatThrownBy(() -> SqlSample.translate("SELECT " + call.strip() + " FROM t", Map.of()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining(named.strip());
    }
}
