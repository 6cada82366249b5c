package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.result.CloudCounts;
import io.plumbline.result.CloudCounts.Step;
import io.plumbline.result.Conservation;
import io.plumbline.result.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CloudLookTest {

    private static final Instant START = Instant.parse("2026-11-22T22:00:00Z");

    private final TestSettings settings =
            new TestSettings().with("plumbline.runId", "nightly").with("plumbline.cloudwatch.ask", "always");

    /** What it counts is of all of them, so that none could hold it against its own. */
    @Test
    void oneOfSeveralGeneratorsDoesNotAsk() {
        CloudCounts counts = look(settings.with("plumbline.generator.count", "2"));

        assertThat(counts.notKnown())
                .isEqualTo(
                        "CloudWatch counts the records of all generators of the run together, and is asked by none of"
                                + " them");
        assertThat(counts.ledger())
                .filteredOn(step -> step.by().equals("CloudWatch"))
                .hasSize(2)
                .extracting(Step::records)
                .containsOnlyNulls();
    }

    @Test
    void withoutAStreamThereIsNothingToAskOf() {
        assertThat(look(settings).notKnown()).isEqualTo("no record was put");
        assertThat(look(settings.with("plumbline.cloudwatch.ask", "never")).notKnown())
                .isEqualTo("CloudWatch was not asked");
    }

    private static CloudCounts look(TestSettings settings) {
        return CloudLook.of(
                settings.settings(),
                Optional.empty(),
                new Conservation(Runs.counts(10, 0, 10, 0, 0), 0, 10, List.of(), null),
                START,
                START.plusSeconds(60),
                new CountDownLatch(0));
    }
}
