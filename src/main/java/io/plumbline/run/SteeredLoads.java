package io.plumbline.run;

import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.StreamFacts;
import io.plumbline.aws.StreamMappings;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.steering.CapacityLoad;
import io.plumbline.steering.Pause;
import io.plumbline.steering.RecoveryLoad;
import io.plumbline.steering.SearchPlan;
import io.plumbline.steering.Setup;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.steering.Steering;
import io.plumbline.steering.Steering.Disturbing;
import io.plumbline.steering.Steering.Search;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the load whose rate is decided while it goes on, where the run has one. */
final class SteeredLoads {

    private static final Logger LOG = LoggerFactory.getLogger(SteeredLoads.class);

    /** Higher than any that this generator could make. */
    private static final double NO_CEILING = 1_000_000;

    /** The event source mapping looks about once a second. */
    private static final Duration SHARD_POLL = Duration.ofSeconds(1);

    private final Settings settings;
    private final Schedule schedule;

    /** @throws StartFailure if there is one, and it cannot be done */
    SteeredLoads(Settings settings, Set<Need> needs, Schedule schedule) {
        this.settings = settings;
        this.schedule = schedule;
        if (schedule.steering().isPresent()) {
            check(needs);
        }
    }

    private void check(Set<Need> needs) {
        if (!settings.share().isWhole()) {
            throw new StartFailure(
                    List.of("plumbline.generator.count: a load whose rate is decided while it goes on is made"
                            + " by one generator; set it to 1"));
        }
        if (!needs.contains(Need.PUT) || settings.bigquery().table().isEmpty()) {
            throw new StartFailure(List.of("a backlog is known where records are put and looked for in a table: let the"
                    + " scenario put records, and set BQ_TABLE"));
        }
    }

    /** What is known of the load before it begins. */
    LoadPlan plan() {
        return schedule.steering()
                .map(how ->
                        new LoadPlan(OptionalLong.empty(), Optional.of(how.longest(settings)), OptionalDouble.empty()))
                .orElseGet(schedule::plan);
    }

    /** Empty where the run has none. */
    Optional<SteeredLoad> over(Pipeline pipeline, MicroClock clock) {
        return schedule.steering().map(how -> over(how, pipeline, clock));
    }

    private SteeredLoad over(Steering how, Pipeline pipeline, MicroClock clock) {
        long startMicros = clock.nowMicros();
        Duration cycle = cycle(pipeline.table().orElseThrow());
        if (how instanceof Search search) {
            SearchPlan plan = new SearchPlan(
                    settings.capacity(), setup(pipeline.stream().orElseThrow()), ceiling(pipeline), cycle);
            return new CapacityLoad(settings, plan, search.recordsPerUser(), startMicros);
        }
        Optional<Pause> pause = settings.recovery().disturbance() == Settings.Recovery.Disturbance.PAUSE
                ? Optional.of(MappingPause.of(
                        settings, pipeline.stream().orElseThrow().facts().arn(), clock))
                : Optional.empty();
        return new RecoveryLoad(settings.recovery(), ((Disturbing) how).rates(), pause, cycle, startMicros);
    }

    /** Rows without an insert stamp are known by polls of the table. */
    private Duration cycle(BigQueryGateway table) {
        Duration poll = settings.bigquery().pollInterval();
        return table.evidence().insertStamps() || poll.compareTo(SHARD_POLL) < 0 ? SHARD_POLL : poll;
    }

    private double ceiling(Pipeline pipeline) {
        double wanted = settings.capacity().ceiling().orElse(NO_CEILING);
        return Guarding.appliesTo(settings, pipeline)
                ? Math.min(wanted, settings.guard().caps().rate())
                : wanted;
    }

    private Setup setup(KinesisGateway stream) {
        StreamFacts facts = stream.facts();
        try (StreamMappings lambda = new StreamMappings(settings)) {
            List<MappingFacts> mappings = lambda.of(facts.arn());
            if (mappings.size() == 1) {
                return new Setup(
                        facts.openShards(),
                        OptionalInt.of(mappings.get(0).batchSize()),
                        OptionalInt.of(mappings.get(0).parallelization()));
            }
            LOG.warn(
                    "How much the function can take is not predicted: {} event source mappings read the stream",
                    mappings.size());
        } catch (IllegalStateException e) {
            LOG.warn("How much the function can take is not predicted: {}", e.getMessage());
        }
        return new Setup(facts.openShards(), OptionalInt.empty(), OptionalInt.empty());
    }
}
