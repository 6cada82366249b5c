package local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import local.LocalSettings;
import local.bigquery.Conduct.Query;
import local.truth.Truth;
import org.junit.jupiter.api.Test;

/** Ten thousand queries: as many fail as was configured, and in each of the ways. */
class QueryErrorsTest {

    private static final int QUERIES = 10_000;

    enum Way {
        FORBIDDEN,
        UNAVAILABLE,
        SLOW,
        INCOMPLETE,
        SKIPPED_BUFFER,
        STALE,
        NONE
    }

    @Test
    void strikesExactlyAsManyAsCountedInAllWays() {
        Map<Way, Integer> ways = ways("local.faults.queryError.count", "1200");
        assertThat(QUERIES - ways.get(Way.NONE)).isEqualTo(1_200);
        assertEvenly(ways, 1_200);
    }

    @Test
    void strikesWithItsProbabilityInAllWays() {
        Map<Way, Integer> ways = ways("local.faults.queryError.probability", "0.12");
        int struck = QUERIES - ways.get(Way.NONE);
        assertThat((double) struck).isBetween(1_200 - bound(QUERIES, 0.12), 1_200 + bound(QUERIES, 0.12));
        assertEvenly(ways, struck);
    }

    @Test
    void strikesTheQueriesNamedAndNoOther() {
        FaultyBigQuery conduct = conduct("local.faults.queryError.ordinals", "2,4-5");
        assertThat(way(conduct)).isEqualTo(Way.NONE);
        assertThat(way(conduct)).isNotEqualTo(Way.NONE);
        assertThat(way(conduct)).isEqualTo(Way.NONE);
        assertThat(way(conduct)).isNotEqualTo(Way.NONE);
        assertThat(way(conduct)).isNotEqualTo(Way.NONE);
        assertThat(way(conduct)).isEqualTo(Way.NONE);
    }

    private static void assertEvenly(Map<Way, Integer> ways, int struck) {
        ways.forEach((way, count) -> {
            if (way != Way.NONE) {
                double mean = struck / 6.0;
                assertThat((double) count)
                        .as(way.name())
                        .isBetween(mean - bound(struck, 1 / 6.0), mean + bound(struck, 1 / 6.0));
            }
        });
    }

    /** 99.9 % of all draws lie within 3.3 standard deviations. */
    private static double bound(int draws, double p) {
        return 3.3 * Math.sqrt(draws * p * (1 - p));
    }

    private static Map<Way, Integer> ways(String name, String value) {
        FaultyBigQuery conduct = conduct(name, value);
        Map<Way, Integer> ways = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            ways.put(way, 0);
        }
        for (int i = 0; i < QUERIES; i++) {
            ways.merge(way(conduct), 1, Integer::sum);
        }
        return ways;
    }

    private static FaultyBigQuery conduct(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        Faults faults = LocalSettings.of(properties).faults();
        Truth truth = new Truth(() -> 1, lambda -> lambda, google -> google);
        return new FaultyBigQuery(faults, truth, Latency.NONE, Latency.NONE);
    }

    /** By what a query would meet, and by nothing else at the same time. */
    private static Way way(FaultyBigQuery conduct) {
        Query query = conduct.query("SELECT 1");
        if (query.equals(Query.AT_ONCE)) {
            return Way.NONE;
        } else if (query.failure().isPresent()) {
            return query.failure().get().status() == 403 ? Way.FORBIDDEN : Way.UNAVAILABLE;
        } else if (query.equals(Query.AT_ONCE.incompleteFor(Duration.ofSeconds(3)))) {
            return Way.INCOMPLETE;
        } else if (query.equals(Query.AT_ONCE.skippingBuffer(Duration.ofSeconds(2)))) {
            return Way.SKIPPED_BUFFER;
        } else if (query.equals(Query.AT_ONCE.stale(Duration.ofSeconds(2)))) {
            return Way.STALE;
        }
        assertThat(query).isEqualTo(Query.taking(Duration.ofSeconds(3), Duration.ZERO));
        return Way.SLOW;
    }
}
