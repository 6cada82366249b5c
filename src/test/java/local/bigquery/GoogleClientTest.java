package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.ViewDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Google's own client against the service over a real socket. */
class GoogleClientTest {

    private static final TableId TABLE = TableId.of("p", "d", "t");

    private final ServiceFixture bigQuery = new ServiceFixture();

    @BeforeEach
    void createTable() {
        Field insertedAt = Field.newBuilder("inserted_at", StandardSQLTypeName.TIMESTAMP)
                .setDefaultValueExpression("CURRENT_TIMESTAMP()")
                .build();
        Schema schema = Schema.of(
                Field.of("run_id", StandardSQLTypeName.STRING),
                Field.of("trace_id", StandardSQLTypeName.STRING),
                Field.of("lambda_done", StandardSQLTypeName.TIMESTAMP),
                Field.of("data", StandardSQLTypeName.JSON),
                insertedAt);
        StandardTableDefinition definition = StandardTableDefinition.newBuilder()
                .setSchema(schema)
                .setClustering(
                        Clustering.newBuilder().setFields(List.of("run_id")).build())
                .build();
        bigQuery.client.create(TableInfo.of(TABLE, definition));
    }

    @AfterEach
    void close() {
        bigQuery.close();
    }

    private void insert(int rows) {
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(TABLE);
        IntStream.range(0, rows)
                .forEach(i -> request.addRow(Map.of(
                        "run_id",
                        "r",
                        "trace_id",
                        "r-0-l%010d".formatted(i),
                        "lambda_done",
                        "2023-11-14T22:13:19.5Z",
                        "data",
                        "{\"n\": %d}".formatted(i))));
        assertThat(bigQuery.client.insertAll(request.build()).hasErrors()).isFalse();
    }

    private static List<FieldValueList> rows(TableResult result) {
        return StreamSupport.stream(result.iterateAll().spliterator(), false).toList();
    }

    @Test
    void getsATableWithItsDefinitionAndNullForOneThatIsNotThere() {
        Table table = bigQuery.client.getTable(TABLE);
        StandardTableDefinition definition = table.getDefinition();
        assertThat(definition.getClustering().getFields()).containsExactly("run_id");
        assertThat(definition.getSchema().getFields().get("inserted_at").getDefaultValueExpression())
                .isEqualTo("CURRENT_TIMESTAMP()");
        assertThat(bigQuery.client.getTable(TableId.of("p", "d", "none"))).isNull();
        assertThat(bigQuery.client.getTable(TableId.of("p", "none", "t"))).isNull();
    }

    @Test
    void makesAViewGetsQueriesAndDropsIt() throws Exception {
        TableId view = TableId.of("p", "d", "v");
        String sql = "SELECT trace_id, data FROM `p.d.t` UNION ALL SELECT trace_id, data FROM `p.d.t`";
        bigQuery.client.create(TableInfo.of(view, ViewDefinition.of(sql)));
        insert(2);

        Table found = bigQuery.client.getTable(view);
        ViewDefinition definition = found.getDefinition();
        assertThat(definition.getQuery()).isEqualTo(sql);
        assertThat(definition.useLegacySql()).isFalse();
        assertThat(definition.getSchema().getFields().get("data").getType().getStandardType())
                .isEqualTo(StandardSQLTypeName.JSON);
        assertThat(found.getNumRows()).isNull();
        assertThat(rows(bigQuery.client.query(QueryJobConfiguration.of(
                        "SELECT trace_id, COUNT(*) AS row_count FROM d.v GROUP BY 1 ORDER BY 1"))))
                .extracting(
                        row -> row.get(0).getStringValue() + ":" + row.get(1).getLongValue())
                .containsExactly("r-0-l0000000000:2", "r-0-l0000000001:2");
        assertThatThrownBy(() -> bigQuery.client.insertAll(InsertAllRequest.newBuilder(view)
                        .addRow(Map.of("trace_id", "x"))
                        .build()))
                .isInstanceOf(BigQueryException.class)
                .hasMessage("p:d.v is not allowed for this operation because it is currently a VIEW.");
        assertThat(bigQuery.client.delete(view)).isTrue();
        assertThat(bigQuery.client.getTable(view)).isNull();
    }

    @Test
    void insertedRowsAreSeenByTheNextQueryAndStampedAtTheirCommit() throws Exception {
        insert(2);
        TableResult result = bigQuery.client.query(QueryJobConfiguration.newBuilder(
                        "SELECT trace_id, lambda_done, inserted_at, data FROM `p.d.t` WHERE run_id = @run"
                                + " AND inserted_at >= @watermark ORDER BY trace_id LIMIT 10")
                .addNamedParameter("run", QueryParameterValue.string("r"))
                .addNamedParameter("watermark", QueryParameterValue.timestamp("2023-11-14 22:13:20.123456+00:00"))
                .build());
        assertThat(result.getTotalRows()).isEqualTo(2);
        FieldValueList second = rows(result).get(1);
        assertThat(second.get("trace_id").getStringValue()).isEqualTo("r-0-l0000000001");
        assertThat(second.get("lambda_done").getTimestampValue()).isEqualTo(1_699_999_999_500_000L);
        assertThat(second.get("inserted_at").getTimestampValue()).isEqualTo(ServiceFixture.START_MICROS);
        assertThat(second.get("data").getStringValue()).isEqualTo("{\"n\":1}");
        assertThat(bigQuery.inserted).hasSize(2);
    }

    @Test
    void countsByBlocksAndFindsIdsOfAnArray() throws Exception {
        insert(1_500);
        TableResult blocks = bigQuery.client.query(QueryJobConfiguration.newBuilder(
                        "SELECT DIV(CAST(SUBSTR(trace_id, -10) AS INT64), 1000) AS block, COUNT(*) AS row_count,"
                                + " COUNT(DISTINCT trace_id) AS ids FROM `p.d.t` WHERE run_id = @run GROUP BY block ORDER BY block")
                .addNamedParameter("run", QueryParameterValue.string("r"))
                .build());
        assertThat(rows(blocks))
                .extracting(r -> r.get("block").getLongValue() + ":"
                        + r.get("row_count").getLongValue() + ":" + r.get("ids").getLongValue())
                .containsExactly("0:1000:1000", "1:500:500");
        TableResult found = bigQuery.client.query(QueryJobConfiguration.newBuilder(
                        "SELECT trace_id FROM `p.d.t` WHERE run_id = @run AND trace_id IN UNNEST(@ids)")
                .addNamedParameter("run", QueryParameterValue.string("r"))
                .addNamedParameter(
                        "ids",
                        QueryParameterValue.array(
                                new String[] {"r-0-l0000000007", "absent"}, StandardSQLTypeName.STRING))
                .build());
        assertThat(rows(found)).extracting(r -> r.get(0).getStringValue()).containsExactly("r-0-l0000000007");
    }

    @Test
    void readsAnAnswerInPages() throws Exception {
        insert(25);
        TableResult result = bigQuery.client.query(
                QueryJobConfiguration.newBuilder("SELECT trace_id, inserted_at FROM `p.d.t` ORDER BY trace_id")
                        .setMaxResults(10L)
                        .build());
        assertThat(StreamSupport.stream(result.getValues().spliterator(), false))
                .hasSize(10);
        List<FieldValueList> all = rows(result);
        assertThat(all).hasSize(25);
        assertThat(all.get(24).get("trace_id").getStringValue()).isEqualTo("r-0-l0000000024");
        assertThat(all.get(24).get("inserted_at").getTimestampValue()).isEqualTo(ServiceFixture.START_MICROS);
    }

    @Test
    void runsAJobWithAnIdOfItsOwn() throws Exception {
        insert(3);
        var job = bigQuery.client.create(
                JobInfo.newBuilder(QueryJobConfiguration.of("SELECT COUNT(*) AS n, MAX(inserted_at) AS last FROM d.t"))
                        .setJobId(JobId.of("p", "mine"))
                        .build());
        List<FieldValueList> rows = rows(job.waitFor().getQueryResults());
        assertThat(rows.get(0).get("n").getLongValue()).isEqualTo(3);
        assertThat(rows.get(0).get("last").getTimestampValue()).isEqualTo(ServiceFixture.START_MICROS);
    }

    @Test
    void refusesSqlOutsideTheSubsetByName() {
        assertThatThrownBy(() -> bigQuery.client.query(QueryJobConfiguration.of("SELECT ST_GEOGPOINT(1, 2)")))
                .isInstanceOfSatisfying(BigQueryException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(400);
                    assertThat(e.getError().getReason()).isEqualTo("invalidQuery");
                })
                .hasMessageContaining("ST_GEOGPOINT");
    }
}
