package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import local.http.HttpServer;

/**
 * How long an arrival query takes on a large table, and whether any number of rows passes through a bounded memory: the
 * service in a process of its own with a heap and an SQL engine of 1 GB each, this process its client. Arguments: the rows
 * to insert, by default a million.
 */
public final class BigQueryBenchmark {

    private static final int ROWS_A_REQUEST = 2_000;
    private static final int QUERIES = 200;

    /** The slowest queries are the first: both JVMs still load classes and compile. They are shown apart. */
    private static final int FIRST_QUERIES = 10;

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private BigQueryBenchmark(String uri) {
        this.base = uri + "/bigquery/v2/projects/p";
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("--server")) {
            serve();
            return;
        }
        long rows = args.length == 0 ? 1_000_000 : Long.parseLong(args[0]);
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BigQueryBenchmark.class.getName(),
                        "--server")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("http://")) {
                line = out.readLine();
            }
            new BigQueryBenchmark(line).run(rows);
        } finally {
            server.getOutputStream().close();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    /** Until its input ends, as it does when the parent is gone. */
    private static void serve() throws IOException {
        long start = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
        var options = BigQueryService.Options.within(1_024, 2);
        try (BigQueryService service = new BigQueryService(
                        options,
                        () -> start + System.nanoTime() / 1000,
                        (table, rows, micros) -> {},
                        Conduct.FAULTLESS);
                HttpServer server = HttpServer.start("bigquery", service)) {
            System.out.println(server.uri());
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        }
    }

    private void run(long rows) throws Exception {
        post("/datasets", "{\"datasetReference\": {\"datasetId\": \"d\"}}");
        String fields = "run_id STRING,trace_id STRING,key STRING,kinesis_sequence_number STRING,digest STRING,"
                + "kinesis_arrival TIMESTAMP,lambda_received TIMESTAMP,lambda_done TIMESTAMP,data JSON,inserted_at TIMESTAMP";
        post(
                "/datasets/d/tables",
                "{\"tableReference\": {\"tableId\": \"t\"}, \"clustering\": {\"fields\": [\"run_id\"]}, \"schema\":"
                        + " {\"fields\": ["
                        + Arrays.stream(fields.split(","))
                                .map(BigQueryBenchmark::field)
                                .reduce((a, b) -> a + "," + b)
                                .orElseThrow()
                        + "]}}");
        long begun = System.nanoTime();
        String watermark = "0";
        for (long from = 0; from < rows; from += ROWS_A_REQUEST) {
            post("/datasets/d/tables/t/insertAll", rows(from, Math.min(rows, from + ROWS_A_REQUEST)));
            if (from < rows - 1_000 && from + ROWS_A_REQUEST >= rows - 1_000) {
                watermark = query("SELECT UNIX_MICROS(MAX(inserted_at)) FROM d.t", "")
                        .path("rows")
                        .path(0)
                        .path("f")
                        .path(0)
                        .path("v")
                        .asText();
            }
            if (from % 1_000_000 == 0) {
                System.out.printf(Locale.ROOT, "%,d rows in %.1f s%n", from, seconds(begun));
            }
        }
        System.out.printf(Locale.ROOT, "%,d rows inserted, %,.0f/s%n", rows, rows / seconds(begun));
        report(
                "arrival query (run id and watermark)",
                "SELECT trace_id, kinesis_sequence_number, kinesis_arrival, lambda_received, lambda_done, inserted_at FROM `p.d.t`"
                        + " WHERE run_id = @run AND inserted_at >= TIMESTAMP_MICROS(" + watermark
                        + ") ORDER BY inserted_at DESC LIMIT 1000");
        report(
                "count by blocks",
                "SELECT DIV(CAST(SUBSTR(trace_id, -10) AS INT64), 1000) AS block, COUNT(*) AS row_count, COUNT(DISTINCT trace_id) AS ids"
                        + " FROM `p.d.t` WHERE run_id = @run GROUP BY block ORDER BY block LIMIT 10");
    }

    private void report(String name, String sql) throws Exception {
        String run =
                ", \"queryParameters\": [{\"name\": \"run\", \"parameterType\": {\"type\": \"STRING\"}, \"parameterValue\": {\"value\": \"test-20261122-220000-x7k2\"}}]";
        double[] millis = new double[name.startsWith("arrival") ? QUERIES : 5];
        JsonNode answer = null;
        double first = 0;
        for (int i = 0; i < FIRST_QUERIES; i++) {
            long begun = System.nanoTime();
            query(sql, run);
            first = Math.max(first, seconds(begun) * 1e3);
        }
        for (int i = 0; i < millis.length; i++) {
            long begun = System.nanoTime();
            answer = query(sql, run);
            millis[i] = seconds(begun) * 1e3;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: %d rows, p50 %.1f ms, p95 %.1f ms, max %.1f ms, before that, on a cold JVM, max %.1f ms%s%n",
                name,
                answer.path("rows").size(),
                millis[millis.length / 2],
                millis[millis.length * 95 / 100],
                millis[millis.length - 1],
                first,
                answer.has("errors")
                        ? ", with the warning: "
                                + answer.path("errors").path(0).path("message").asText()
                        : "");
    }

    private static double seconds(long begunNanos) {
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    private static String field(String nameAndType) {
        String[] parts = nameAndType.split(" ");
        String byDefault =
                parts[0].equals("inserted_at") ? ", \"defaultValueExpression\": \"CURRENT_TIMESTAMP()\"" : "";
        return "{\"name\": \"" + parts[0] + "\", \"type\": \"" + parts[1] + "\"" + byDefault + "}";
    }

    private static String rows(long from, long to) {
        StringBuilder body = new StringBuilder("{\"rows\": [");
        for (long n = from; n < to; n++) {
            String time = "1700000000.%06d".formatted(n % 1_000_000);
            body.append(n == from ? "" : ",")
                    .append(
                            ("{\"json\": {\"run_id\": \"test-20261122-220000-x7k2\", \"trace_id\": \"test-20261122-220000-x7k2-0-l%010d\","
                                            + " \"key\": \"k-%d\", \"kinesis_sequence_number\": \"49658301234567890123456789012345678901234567%012d\", \"digest\": \"%016x\","
                                            + " \"kinesis_arrival\": \"%s\", \"lambda_received\": \"%s\", \"lambda_done\": \"%s\","
                                            + " \"data\": \"{\\\"tenant_id\\\":\\\"tenant-%d\\\",\\\"log_level\\\":\\\"INFO\\\",\\\"message\\\":\\\"User %d logged in from a new device\\\",\\\"source\\\":\\\"web\\\"}\"}}")
                                    .formatted(n, n % 64, n, n * 0x9E3779B97F4A7C15L, time, time, time, n % 5, n));
        }
        return body.append("]}").toString();
    }

    private JsonNode query(String sql, String more) throws Exception {
        return post(
                "/queries",
                "{\"useLegacySql\": false, \"jobCreationMode\": \"JOB_CREATION_OPTIONAL\", \"query\": "
                        + JSON.writeValueAsString(sql) + more + "}");
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMinutes(1))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
