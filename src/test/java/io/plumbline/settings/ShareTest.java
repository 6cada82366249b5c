package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.settings.GuardSettings.Caps;
import io.plumbline.settings.Settings.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void aGeneratorAloneHasTheWholeLoad() {
        Settings settings = given().property("plumbline.runId", "nightly").settings();

        assertThat(settings.share()).isEqualTo(Share.WHOLE);
        assertThat(settings.share().isWhole()).isTrue();
        assertThat(settings.ownName()).isEqualTo("nightly");
    }

    @Test
    void severalAreToldApartByTheirIndexes() {
        Settings settings = given().env("TEST_RUN_ID", "nightly")
                .env("PLUMBLINE_GENERATOR_COUNT", "4")
                .env("JOB_COMPLETION_INDEX", "3")
                .env("PLUMBLINE_GENERATOR_START_AT", "2026-12-01T02:00:00Z")
                .settings();

        assertThat(settings.share().index()).isEqualTo(3);
        assertThat(settings.share().count()).isEqualTo(4);
        assertThat(settings.share().startAt()).contains(Instant.parse("2026-12-01T02:00:00Z"));
        assertThat(settings.runId()).isEqualTo("nightly");
        assertThat(settings.ownName()).isEqualTo("nightly-3");
    }

    @Test
    void plumblinesOwnVariableCountsMoreThanTheJobs() {
        assertThat(given().env("TEST_RUN_ID", "nightly")
                        .env("PLUMBLINE_GENERATOR_COUNT", "4")
                        .env("PLUMBLINE_GENERATOR_INDEX", "1")
                        .env("JOB_COMPLETION_INDEX", "3")
                        .settings()
                        .share()
                        .index())
                .isEqualTo(1);
    }

    @Test
    void withoutACommonNameTheyAreNoOneRun() {
        assertThat(given().property("plumbline.generator.count", "4").problems())
                .containsExactly("plumbline.runId (environment TEST_RUN_ID): missing; needed because"
                        + " plumbline.generator.count is 4, and all generators of a run have its name; set the same for"
                        + " each");
    }

    @Test
    void anIndexBeyondTheCountIsRefused() {
        assertThat(given().env("TEST_RUN_ID", "nightly")
                        .property("plumbline.generator.count", "4")
                        .property("plumbline.generator.index", "4")
                        .problems())
                .containsExactly("plumbline.generator.index (environment JOB_COMPLETION_INDEX): \"4\" from"
                        + " -Dplumbline.generator.index is not allowed; allowed: 0 to 3, because"
                        + " plumbline.generator.count is 4");
    }

    /** Each pod of a job would otherwise send the whole load. */
    @Test
    void aJobOfWhichNobodySaidHowManyItHasIsRefused() {
        assertThat(given().env("JOB_COMPLETION_INDEX", "1").problems())
                .containsExactly("plumbline.generator.index (environment JOB_COMPLETION_INDEX): \"1\" from environment"
                        + " JOB_COMPLETION_INDEX is not allowed; allowed: 0, because plumbline.generator.count is 1");
        assertThat(given().env("JOB_COMPLETION_INDEX", "1").loader().share()).isEqualTo(Share.WHOLE);
    }

    @Test
    void aMomentIsWrittenInUtc() {
        assertThat(given().property("plumbline.generator.startAt", "tomorrow at two")
                        .problems())
                .containsExactly("plumbline.generator.startAt (environment PLUMBLINE_GENERATOR_START_AT): \"tomorrow at"
                        + " two\" from -Dplumbline.generator.startAt is not allowed; allowed: a moment by ISO 8601 in UTC,"
                        + " such as 2026-12-01T02:00:00Z");
    }

    @Test
    void noGeneratorIsOutsideOfItsRun() {
        assertThatThrownBy(() -> new Share(-1, 4, Optional.empty())).hasMessage("no generator -1 of 4");
        assertThatThrownBy(() -> new Share(4, 4, Optional.empty())).hasMessage("no generator 4 of 4");
        assertThatThrownBy(() -> new Share(0, 1_001, Optional.empty())).hasMessage("no generator 0 of 1001");
    }

    @Property
    void everyNumberBelongsToExactlyOneAndSharesAddUp(
            @ForAll @IntRange(min = 1, max = 40) int count, @ForAll @LongRange(max = 100_000) long all) {
        Share[] shares = shares(count);

        assertThat(IntStream.range(0, count).mapToLong(i -> shares[i].of(all)).sum())
                .isEqualTo(all);
        assertThat(IntStream.range(0, count).filter(i -> shares[i].has(all)).boxed())
                .containsExactly((int) (all % count));
        assertThat(IntStream.range(0, count)
                                .mapToLong(i -> shares[i].of(all))
                                .max()
                                .orElseThrow()
                        - IntStream.range(0, count)
                                .mapToLong(i -> shares[i].of(all))
                                .min()
                                .orElseThrow())
                .isBetween(0L, 1L);
    }

    @Test
    void theGuardsLimitsAreOfAllTogether() {
        Caps caps = new Caps(1_000, 100_001, Duration.ofHours(1), 1 << 30);

        assertThat(caps.shared(Share.WHOLE)).isEqualTo(caps);
        assertThat(caps.shared(shares(4)[0])).isEqualTo(new Caps(250, 25_001, Duration.ofHours(1), 1 << 28));
        assertThat(caps.shared(shares(4)[3])).isEqualTo(new Caps(250, 25_000, Duration.ofHours(1), 1 << 28));
    }

    private static Share[] shares(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Share(index, count, Optional.empty()))
                .toArray(Share[]::new);
    }
}
