package simulations;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * How a record is often followed: put it, sleep as long as it usually takes, ask for it once. What this reads is its own
 * sleep and its own query, and a record that takes longer counts as one that never came.
 */
final class SeedMethod {

    private static final Duration SLEEP = Duration.ofSeconds(2);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);

    private static final String START = "seed.start";
    private static final String FOUND = "seed.found";

    private final Supplier<Map<String, String>> environment;
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final LongAdder found = new LongAdder();

    /** @param environment of the pipeline, by the usual names; asked for when the first record is looked for */
    SeedMethod(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    /** The put, the sleep, the one query. */
    ChainBuilder follow(ChainBuilder put) {
        return exec(session -> session.set(START, System.currentTimeMillis()).remove(FOUND))
                .exec(put)
                .doIf(session -> !session.isFailed())
                .then(pause(SLEEP)
                        .exec(http("Seed method: one query a record")
                                .post(this::url)
                                .requestTimeout(QUERY_TIMEOUT)
                                .header("Content-Type", "application/json")
                                .body(StringBody(this::query))
                                .check(jsonPath("$.rows[0].f[0].v").saveAs(FOUND)))
                        .exec(this::measured))
                .exec(Session::markAsSucceeded);
    }

    private String url(Session session) {
        String host = environment.get().get("BIGQUERY_EMULATOR_HOST");
        return (host.startsWith("http") ? host : "http://" + host) + "/bigquery/v2/projects/"
                + environment.get().get("GCP_PROJECT_ID") + "/queries";
    }

    /** The id has a column of its own here, and the stamp of the insert does for a partition's time. */
    private String query(Session session) {
        Map<String, String> names = environment.get();
        return "{\"useLegacySql\": false, \"useQueryCache\": false, \"query\": \"SELECT COUNT(*) AS count FROM `%s.%s.%s`"
                        .formatted(names.get("GCP_PROJECT_ID"), names.get("BQ_DATASET"), names.get("BQ_TABLE"))
                + " WHERE trace_id = '%s'".formatted(session.getMap("trace").get("id"))
                + " AND inserted_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR)\"}";
    }

    /** As it is usually done: the time counts whether or not the record was there. */
    private Session measured(Session session) {
        latencies.add(System.currentTimeMillis() - session.getLong(START));
        if (session.contains(FOUND) && !"0".equals(session.getString(FOUND))) {
            found.increment();
        }
        return session;
    }

    /** What it measured, as JSON; latencies in milliseconds. */
    String result() {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "{\"records\": %d, \"found\": %d, \"queries\": %d, \"p50\": %s, \"p95\": %s}",
                sorted.length,
                found.sum(),
                sorted.length,
                percentile(sorted, 0.5),
                percentile(sorted, 0.95));
    }

    private static String percentile(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return Arrays.stream(sorted)
                .skip(Math.max(0, rank - 1))
                .limit(1)
                .mapToObj(Long::toString)
                .findFirst()
                .orElse("null");
    }
}
