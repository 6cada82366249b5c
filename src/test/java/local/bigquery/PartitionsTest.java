package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Partitioned tables: the pseudo-column, the buffer, required filters, and the bytes that pruning saves. */
class PartitionsTest {

    private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

    private static final String DAY_START = "TIMESTAMP '2023-11-14'";

    private static Rest withRow(String partitioning) {
        Rest rest = new Rest();
        rest.table(
                Rest.field("n", "INTEGER") + "," + Rest.field("seen", "TIMESTAMP"),
                ", 'timePartitioning': {" + partitioning + "}");
        Rest.ok(rest.insert("{'rows': [{'json': {'n': 1, 'seen': '2023-11-14 12:00:00'}}]}"));
        return rest;
    }

    @Test
    void partitionTimeIsNullWhileBuffered() {
        try (Rest rest = withRow("'type': 'DAY'")) {
            assertThat(rest.rows("SELECT n FROM d.t WHERE _PARTITIONTIME >= " + DAY_START))
                    .isEmpty();
            assertThat(rest.rows("SELECT n FROM d.t WHERE _PARTITIONTIME IS NULL"))
                    .containsExactly("1");
            assertThat(rest.rows(
                            "SELECT n FROM d.t WHERE _PARTITIONTIME >= " + DAY_START + " OR _PARTITIONTIME IS NULL"))
                    .containsExactly("1");
            rest.clock.addAndGet(Duration.ofMinutes(10).toNanos() / 1000);
            assertThat(rest.rows(
                            "SELECT n, UNIX_SECONDS(_PARTITIONTIME) FROM d.t WHERE _PARTITIONTIME >= " + DAY_START))
                    .containsExactly("1|1699920000");
        }
    }

    @Test
    void theBuffersAgeIsAnOption() {
        var options = new BigQueryService.Options(256, 1, Retention.within(256), Duration.ZERO, "US");
        try (Rest rest = new Rest(options, Conduct.FAULTLESS)) {
            rest.table(Rest.field("n", "INTEGER"), ", 'timePartitioning': {'type': 'DAY'}");
            Rest.ok(rest.insert("{'rows': [{'json': {'n': 1}}]}"));
            assertThat(rest.rows("SELECT n FROM d.t WHERE _PARTITIONTIME = " + DAY_START))
                    .containsExactly("1");
        }
    }

    @Test
    void thePseudoColumnIsThereByNameOnlyAndOnlyWhereIngestionPartitions() {
        try (Rest rest = withRow("'type': 'DAY'")) {
            assertThat(rest.query("SELECT * FROM d.t", "").body().path("schema").findValuesAsText("name"))
                    .containsExactly("n", "seen");
        }
        try (Rest rest = withRow("'type': 'DAY', 'field': 'seen'")) {
            assertThat(rest.query("SELECT _PARTITIONTIME FROM d.t", "").message())
                    .contains("Unrecognized name: _PARTITIONTIME");
        }
    }

    @Test
    void aRequiredFilterIsRequired() {
        try (Rest rest = withRow("'type': 'DAY', 'field': 'seen', 'requirePartitionFilter': true")) {
            Rest.Answer refused = rest.query("SELECT n FROM d.t WHERE n = 1", "");
            assertThat(refused.reason()).isEqualTo("invalidQuery");
            assertThat(refused.message())
                    .isEqualTo(
                            "Cannot query over table 'p.d.t' without a filter over column(s) 'seen' that can be used for partition elimination");
            assertThat(rest.rows("SELECT n FROM d.t WHERE seen >= '2023-11-14'"))
                    .containsExactly("1");
            assertThat(
                            rest.rows(
                                    "SELECT n FROM d.t WHERE n = 1 AND TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY) < seen"))
                    .containsExactly("1");
            assertThat(rest.query("SELECT n FROM d.t WHERE seen >= '2023-11-14' OR n = 1", "")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void pruningSavesBytesByColumn() {
        try (Rest rest = withRow("'type': 'DAY', 'field': 'seen'")) {
            Rest.ok(rest.insert("{'rows': [{'json': {'n': 2, 'seen': '2023-11-16'}}, {'json': {'n': 3}}]}"));
            assertBytes(rest, "SELECT n FROM d.t", "24");
            assertBytes(rest, "SELECT n FROM d.t WHERE seen > '2023-11-15'", "16");
            assertBytes(rest, "SELECT n FROM d.t WHERE seen BETWEEN '2023-11-14 23:00:00' AND '2023-11-15'", "16");
            assertBytes(rest, "SELECT n FROM d.t WHERE seen < '2023-11-14' OR seen IS NULL", "8");
        }
    }

    @Test
    void pruningSavesBytesByIngestion() {
        try (Rest rest = withRow("'type': 'DAY'")) {
            rest.clock.addAndGet(2 * DAY_MICROS);
            Rest.ok(rest.insert("{'rows': [{'json': {'n': 2}}]}"));
            assertBytes(rest, "SELECT n FROM d.t WHERE _PARTITIONTIME > '2023-11-15' OR _PARTITIONTIME IS NULL", "16");
            rest.clock.addAndGet(DAY_MICROS);
            assertBytes(rest, "SELECT n FROM d.t WHERE _PARTITIONTIME > '2023-11-15' OR _PARTITIONTIME IS NULL", "8");
            assertBytes(rest, "SELECT n FROM d.t WHERE _PARTITIONTIME = '2023-11-14'", "8");
        }
    }

    private static void assertBytes(Rest rest, String sql, String bytes) {
        assertThat(Rest.ok(rest.query(sql, ""))
                        .body()
                        .path("totalBytesProcessed")
                        .asText())
                .isEqualTo(bytes);
    }
}
