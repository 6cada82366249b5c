package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** jobs.query, jobs.insert and what follows them: answers, prices, faults. */
class QueriesTest {

    private static final String TABLE = Rest.field("run_id", "STRING") + "," + Rest.field("n", "INTEGER")
            + ",{'name': 'inserted_at', 'type': 'TIMESTAMP', 'defaultValueExpression': 'CURRENT_TIMESTAMP()'}";

    private static final String CLUSTERED = ", 'clustering': {'fields': ['run_id']}";

    private static Rest withRows(Conduct conduct, String more) {
        Rest rest = new Rest(conduct);
        rest.table(TABLE, more);
        Rest.ok(rest.insert("{'rows': [{'json': {'run_id': 'a', 'n': 1}}, {'json': {'run_id': 'b', 'n': 2}}]}"));
        return rest;
    }

    private static Conduct queries(UnaryOperator<Conduct.Query> how) {
        return new Conduct() {
            @Override
            public Query query(String sql) {
                return how.apply(Query.AT_ONCE);
            }
        };
    }

    @Test
    void theFastAnswerHasNoJob() {
        try (Rest rest = withRows(Conduct.FAULTLESS, "")) {
            Rest.Answer answer = rest.query(
                    "SELECT n, inserted_at FROM d.t WHERE n = 1", ", 'jobCreationMode': 'JOB_CREATION_OPTIONAL'");
            assertThat(answer.body().path("jobReference").isMissingNode()).isTrue();
            assertThat(answer.body().path("queryId").asText()).startsWith("query_");
            assertThat(answer.body().path("jobComplete").asBoolean()).isTrue();
            assertThat(answer.body().path("kind").asText()).isEqualTo("bigquery#queryResponse");
            assertThat(answer.body().path("creationTime").asText()).isEqualTo("1700000000123");
            assertThat(answer.body().path("endTime").asText()).isEqualTo("1700000000123");
            assertThat(answer.body().path("schema").findValuesAsText("type")).containsExactly("INTEGER", "TIMESTAMP");
            assertThat(answer.rows()).containsExactly("1|1.700000000123456E9");
        }
    }

    @Test
    void aQueryElsewhereFindsNothing() {
        try (Rest rest = new Rest(BigQueryService.Options.within(256, 1).in("EU"), Conduct.FAULTLESS)) {
            rest.table(TABLE, "");
            assertThat(Rest.ok(rest.get("/datasets/d")).body().path("location").asText())
                    .isEqualTo("EU");
            Rest.ok(rest.query("SELECT n FROM d.t", ""));
            Rest.ok(rest.query("SELECT n FROM d.t", ", 'location': 'eu'"));
            Rest.ok(rest.query("SELECT 1", ", 'location': 'US'"));

            Rest.Answer elsewhere = rest.query("SELECT n FROM d.t", ", 'location': 'US'");

            assertThat(elsewhere.status()).isEqualTo(404);
            assertThat(elsewhere.message()).isEqualTo("Not found: Dataset p:d was not found in location US");
        }
    }

    @Test
    void aPagedAnswerHasAJobThatKeepsIt() {
        try (Rest rest = withRows(Conduct.FAULTLESS, "")) {
            Rest.Answer first = rest.query(
                    "SELECT inserted_at, n FROM d.t ORDER BY n",
                    ", 'maxResults': 1, 'jobCreationMode': 'JOB_CREATION_OPTIONAL', 'formatOptions': {'useInt64Timestamp': true}");
            assertThat(first.rows()).containsExactly("1700000000123456|1");
            assertThat(first.body().path("totalRows").asText()).isEqualTo("2");
            String job = first.body().path("jobReference").path("jobId").asText();
            Rest.ok(rest.insert("{'rows': [{'json': {'n': 0}}]}"));
            String token = "pageToken=" + first.body().path("pageToken").asText();
            assertThat(rest.get("/queries/" + job + "?" + token).rows()).containsExactly("1.700000000123456E9|2");
            assertThat(rest.get("/queries/" + job + "?formatOptions.useInt64Timestamp=true&" + token)
                            .rows())
                    .containsExactly("1700000000123456|2");
            assertThat(rest.get("/queries/" + job + "?maxResults=0").rows()).isEmpty();
            assertThat(rest.get("/queries/" + job + "?startIndex=1").rows()).hasSize(1);
            String answers = rest.get("/jobs/" + job)
                    .body()
                    .path("configuration")
                    .path("query")
                    .path("destinationTable")
                    .path("datasetId")
                    .asText();
            assertThat(rest.get("/datasets/" + answers + "/tables/" + job + "/data?" + token)
                            .rows())
                    .hasSize(1);
            assertThat(rest.get("/queries/" + job + "?pageToken=nonsense").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aPageStaysBelowTenMegabytes() {
        try (Rest rest = new Rest()) {
            rest.table(Rest.field("text", "STRING"), "");
            String rows = ("{'json': {'text': '" + "x".repeat(1_000_000) + "'}},").repeat(9);
            Rest.ok(rest.insert("{'rows': [" + rows.substring(0, rows.length() - 1) + "]}"));
            Rest.ok(rest.insert("{'rows': [" + rows.substring(0, rows.length() - 1) + "]}"));
            Rest.Answer first = rest.query("SELECT text FROM d.t", "");
            assertThat(first.rows()).hasSize(9);
            assertThat(first.body().path("pageToken").asText()).isEqualTo("row-9");
        }
    }

    @Test
    void bytesByColumnsAndClusters() {
        try (Rest rest = withRows(Conduct.FAULTLESS, CLUSTERED)) {
            // A text is 2 bytes and its length, an integer 8, a timestamp 8.
            assertBytes(rest, "SELECT COUNT(*) FROM d.t", "0", "0");
            assertBytes(rest, "SELECT n FROM d.t", "16", "16");
            assertBytes(rest, "SELECT n FROM d.t WHERE run_id = 'a'", "22", "11");
            assertBytes(rest, "SELECT * FROM d.t WHERE run_id = 'a' AND n > 0", "38", "19");
            assertBytes(rest, "SELECT n FROM d.t WHERE run_id = 'a' OR n = 1", "22", "22");
            assertBytes(rest, "SELECT n FROM d.t WHERE run_id = 'none'", "22", "0");
            assertThat(rest.query("SELECT n FROM d.t", "")
                            .body()
                            .path("totalBytesBilled")
                            .asText())
                    .isEqualTo("10485760");
            assertThat(rest.query("SELECT 1", "")
                            .body()
                            .path("totalBytesBilled")
                            .asText())
                    .isEqualTo("0");
        }
    }

    private static void assertBytes(Rest rest, String sql, String estimated, String processed) {
        assertThat(Rest.ok(rest.query(sql, ", 'dryRun': true"))
                        .body()
                        .path("totalBytesProcessed")
                        .asText())
                .isEqualTo(estimated);
        assertThat(Rest.ok(rest.query(sql, ""))
                        .body()
                        .path("totalBytesProcessed")
                        .asText())
                .isEqualTo(processed);
    }

    @Test
    void aDryRunChecksAndPricesWithoutRows() {
        try (Rest rest = withRows(Conduct.FAULTLESS, "")) {
            Rest.Answer dry = rest.query("SELECT n FROM d.t", ", 'dryRun': true");
            assertThat(dry.rows()).isEmpty();
            assertThat(dry.body().path("schema").findValuesAsText("name")).containsExactly("n");
            assertThat(rest.query("SELECT m FROM d.t", ", 'dryRun': true").reason())
                    .isEqualTo("invalidQuery");
            Rest.Answer job = rest.post(
                    "/jobs",
                    "{'configuration': {'dryRun': true, 'query': {'useLegacySql': false, 'query': 'SELECT n FROM d.t'}}}");
            assertThat(job.body().path("statistics").path("totalBytesProcessed").asText())
                    .isEqualTo("16");
        }
    }

    @Test
    void maximumBytesBilledIsHeldAgainstTheEstimate() {
        try (Rest rest = withRows(Conduct.FAULTLESS, CLUSTERED)) {
            Rest.Answer refused = rest.query("SELECT n FROM d.t", ", 'maximumBytesBilled': '10485759'");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.reason()).isEqualTo("bytesBilledLimitExceeded");
            assertThat(refused.message())
                    .isEqualTo("Query exceeded limit for bytes billed: 10485759. 10485760 or higher required.");
            assertThat(rest.query("SELECT n FROM d.t", ", 'maximumBytesBilled': '10485760'")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void labelsTravelWithTheJob() {
        try (Rest rest = withRows(Conduct.FAULTLESS, "")) {
            Rest.Answer answer = Rest.ok(rest.query("SELECT 1", ", 'labels': {'run': 'r-1'}"));
            String job = answer.body().path("jobReference").path("jobId").asText();
            assertThat(rest.get("/jobs/" + job)
                            .body()
                            .path("configuration")
                            .path("labels")
                            .path("run")
                            .asText())
                    .isEqualTo("r-1");
            assertThat(rest.query("SELECT 1", ", 'labels': {'Run': 'r'}").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void anIncompleteJobCompletesLater() {
        try (Rest rest = withRows(queries(q -> q.incompleteFor(Duration.ofMillis(200))), "")) {
            Rest.Answer first = rest.query("SELECT COUNT(*) FROM d.t", ", 'jobCreationMode': 'JOB_CREATION_OPTIONAL'");
            assertThat(first.body().path("jobComplete").asBoolean(true)).isFalse();
            String job = first.body().path("jobReference").path("jobId").asText();
            assertThat(rest.get("/jobs/" + job)
                            .body()
                            .path("status")
                            .path("state")
                            .asText())
                    .isEqualTo("RUNNING");
            assertThat(rest.get("/queries/" + job + "?timeoutMs=0")
                            .body()
                            .path("jobComplete")
                            .asBoolean(true))
                    .isFalse();
            Rest.Answer complete = rest.get("/queries/" + job + "?timeoutMs=20000");
            assertThat(complete.rows()).containsExactly("2");
            assertThat(rest.get("/jobs/" + job)
                            .body()
                            .path("status")
                            .path("state")
                            .asText())
                    .isEqualTo("DONE");
        }
    }

    @Test
    void aQuerySlowerThanItsTimeoutIsIncomplete() {
        try (Rest rest = withRows(queries(q -> Conduct.Query.taking(Duration.ofMillis(300), Duration.ZERO)), "")) {
            Rest.Answer first = rest.query("SELECT COUNT(*) FROM d.t", ", 'timeoutMs': 1");
            assertThat(first.body().path("jobComplete").asBoolean(true)).isFalse();
            String job = first.body().path("jobReference").path("jobId").asText();
            assertThat(rest.get("/queries/" + job).rows()).containsExactly("2");
        }
    }

    @Test
    void faultsInGooglesWords() {
        for (GoogleError error : new GoogleError[] {
            GoogleError.rateLimitExceeded(), GoogleError.quotaExceeded(), GoogleError.unavailable()
        }) {
            try (Rest rest = withRows(queries(q -> q.failing(error)), "")) {
                Rest.Answer answer = rest.query("SELECT 1", "");
                assertThat(answer.status()).isEqualTo(error.status());
                assertThat(answer.reason()).isEqualTo(error.reason());
                assertThat(answer.body().path("error").path("code").asInt()).isEqualTo(error.status());
            }
        }
    }

    @Test
    void aSkippedBufferHidesFreshRowsAndSaysSo() {
        try (Rest rest = withRows(queries(q -> q.skippingBuffer(Duration.ofSeconds(5))), "")) {
            Rest.Answer answer = rest.query("SELECT n FROM d.t", "");
            assertThat(answer.rows()).isEmpty();
            assertThat(answer.body().path("errors").path(0).path("message").asText())
                    .contains("streaming buffer was skipped");
            rest.clock.addAndGet(5_000_000);
            assertThat(rest.query("SELECT n FROM d.t ORDER BY n", "").rows()).containsExactly("1", "2");
        }
    }

    @Test
    void aStaleAnswerHidesFreshRowsSilently() {
        try (Rest rest = withRows(queries(q -> q.stale(Duration.ofSeconds(5))), "")) {
            Rest.Answer answer = rest.query("SELECT n FROM d.t", "");
            assertThat(answer.rows()).isEmpty();
            assertThat(answer.body().path("errors").isMissingNode()).isTrue();
        }
    }

    @Test
    void jobsHaveTheirOwnErrors() {
        try (Rest rest = new Rest()) {
            assertThat(rest.get("/jobs/none").reason()).isEqualTo("notFound");
            String job =
                    "{'jobReference': {'jobId': 'mine'}, 'configuration': {'query': {'useLegacySql': false, 'query': 'SELECT 1'}}}";
            Rest.ok(rest.post("/jobs", job));
            assertThat(rest.post("/jobs", job).reason()).isEqualTo("duplicate");
            assertThat(rest.query("SELECT 1 FROM d.none", "").message()).isEqualTo("Not found: Table p:d.none");
            assertThat(rest.query("SELECT 1 FROM none", "").message()).contains("must be qualified with a dataset");
            assertThat(rest.query("SELECT 1 FROM t", ", 'defaultDataset': {'datasetId': 'd'}")
                            .message())
                    .isEqualTo("Not found: Table p:d.t");
            assertThat(rest.post("/queries", "{'query': 'SELECT 1'}").message()).contains("legacy SQL");
        }
    }
}
