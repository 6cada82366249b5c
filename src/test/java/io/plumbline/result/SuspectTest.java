package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Puts;
import io.plumbline.result.Course.Shard;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectTest {

    private static final Puts EVEN = new Puts(1_500, 0, List.of(new Shard("a", 750, 0.5), new Shard("b", 750, 0.5)));

    @Test
    void ofNothingSentNothingIsSuspected() {
        assertThat(Suspect.in(Runs.went(Runs.nothingSent(), Course.NOT_KNOWN))).isEmpty();
    }

    @Test
    void aGeneratorBeyondItsLimitsComesFirst() {
        RunRecord failed = Runs.failed();
        RunRecord slow = Runs.run(failed.counts(), failed.generator().invalid());

        assertThat(Suspect.in(slow)).map(Suspicion::where).contains("Generator");
    }

    @Test
    void whatCouldNotBeLookedForIsOfTheMeasurement() {
        assertThat(Suspect.in(Runs.unresolved())).hasValueSatisfying(suspicion -> {
            assertThat(suspicion.where()).isEqualTo("Measurement");
            assertThat(suspicion.why()).startsWith("of 400 records ").contains("2 of 41 polls failed");
        });
    }

    @Test
    void aHotShardIsToldFromTooFewShards() {
        List<Shard> hot = List.of(new Shard("a", 100, 0.1), new Shard("b", 100, 0.1), new Shard("c", 800, 0.8));

        Suspicion uneven = throttled(new Puts(1_030, 30, hot));
        Suspicion even = throttled(new Puts(1_530, 30, EVEN.shards()));

        assertThat(uneven)
                .isEqualTo(new Suspicion(
                        "Kinesis",
                        "30 of 1,030 puts were throttled; c took 80 % of the records, one of 3 shards",
                        "spread the partition keys: one shard is hot"));
        assertThat(even.why()).isEqualTo("30 of 1,530 puts were throttled");
        assertThat(even.next()).startsWith("add shards");
    }

    @Test
    void oneShardAloneIsNotHot() {
        assertThat(throttled(new Puts(1_530, 30, List.of(new Shard("a", 1_500, 1))))
                        .next())
                .startsWith("add shards");
    }

    @Test
    void lossesSayHowFarMostOfThemGot() {
        assertThat(Suspect.in(Runs.went(Runs.failed(), Course.NOT_KNOWN))).hasValueSatisfying(suspicion -> {
            assertThat(suspicion.where()).isEqualTo("Lambda");
            assertThat(suspicion.why())
                    .isEqualTo("20 records acknowledged by Kinesis and lost, most of them never seen in the table");
        });
    }

    @Test
    void aBacklogThatGrowsAllTheTimeSaysThatThePipelineFallsBehind() {
        Suspicion suspicion =
                Suspect.in(Runs.went(Runs.passed(), course(30, 50, 40))).orElseThrow();

        assertThat(suspicion.where()).isEqualTo("Lambda to BigQuery");
        assertThat(suspicion.why())
                .isEqualTo("the pipeline falls behind: in the second half of the load 750 records were sent, and the"
                        + " backlog grew by 150");
    }

    @Test
    void aBacklogThatStaysIsNoReason() {
        assertThat(Suspect.in(Runs.went(Runs.passed(), course(30, 50, 50))))
                .contains(new Suspicion(
                        "Lambda to BigQuery",
                        "a record spends 55.92 % of its time there, on the average",
                        "look at the function's inserts: batch size, retries, the table's region"));
    }

    @Test
    void whatHappensAfterTheLoadIsNoTrend() {
        assertThat(Suspect.in(Runs.went(Runs.passed(), course(4, 50, 0)))
                        .orElseThrow()
                        .why())
                .doesNotContain("falls behind");
    }

    private static Suspicion throttled(Puts puts) {
        Course course = course(30, 50, 50);
        return Suspect.in(Runs.went(
                        Runs.failed(), new Course(course.timeline(), course.curves(), puts, null, course.exemplars())))
                .orElseThrow();
    }

    /** The load of {@link Runs} takes thirty seconds. */
    private static Course course(int seconds, long sent, long arrived) {
        List<Slice> slices = new ArrayList<>();
        for (int second = 1; second <= seconds; second++) {
            slices.add(new Slice(sent, arrived, second * (sent - arrived), 0, 0, 0, 0, 1.0, 1.0, 1.0, Map.of()));
        }
        return new Course(
                new Timeline(Runs.passed().times().start(), 1, slices),
                List.of(),
                EVEN,
                null,
                Course.NOT_KNOWN.exemplars());
    }
}
