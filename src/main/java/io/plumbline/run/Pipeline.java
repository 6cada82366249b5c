package io.plumbline.run;

import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.LambdaGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.bigquery.DirectGateway;
import io.plumbline.net.Proxies;
import io.plumbline.preflight.Check;
import io.plumbline.preflight.EachLoad;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.settings.Need;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.BeforeLoad;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline under test, as far as the simulation's actions need it.
 *
 * @param stream empty where no record is put
 * @param shardHashKeys one of each open shard; empty where nobody spreads records over them
 * @param function empty where nobody invokes it
 * @param table in which records arrive; also there where records are only put and the settings name it
 * @param bigquery for inserts and queries; empty where there are none
 */
record Pipeline(
        Optional<KinesisGateway> stream,
        List<String> shardHashKeys,
        Optional<LambdaGateway> function,
        Optional<BigQueryGateway> table,
        Optional<DirectGateway> bigquery)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final int WARM_UP_ROUNDS = 3;

    /**
     * Opens it and looks whether it works.
     *
     * @param settings hold what is needed
     * @param plan of the load that is to go there
     * @throws StartFailure if something does not, or the load may not go there; all of it is named
     */
    static Pipeline open(Settings settings, Set<Need> needs, LoadPlan plan, TraceIds ids, MicroClock clock) {
        Pipeline pipeline = unchecked(settings, needs, ids, clock);
        try {
            pipeline.check();
            Guarding.require(settings, pipeline, plan);
            pipeline.askTheDoctor(settings, plan);
            pipeline.warmUp();
            return needs.contains(Need.SHARDS) ? pipeline.withShards() : pipeline;
        } catch (StartFailure e) {
            pipeline.close();
            throw e;
        }
    }

    /** Whether or not it works. */
    static Pipeline unchecked(Settings settings, Set<Need> needs, TraceIds ids, MicroClock clock) {
        Proxies.ofThisProcess().problem().ifPresent(problem -> {
            throw new StartFailure(List.of(problem));
        });
        boolean puts = needs.contains(Need.PUT);
        boolean looks = needs.contains(Need.ARRIVAL)
                || puts && settings.bigquery().table().isPresent();
        return new Pipeline(
                given(puts, () -> new KinesisGateway(settings)),
                List.of(),
                given(needs.contains(Need.INVOKE), () -> new LambdaGateway(settings)),
                given(looks, () -> new BigQueryGateway(settings, ids, clock)),
                given(needs.contains(Need.BIGQUERY), () -> new DirectGateway(settings, clock)));
    }

    private static <T> Optional<T> given(boolean needed, Supplier<T> opens) {
        return needed ? Optional.of(opens.get()) : Optional.empty();
    }

    private void check() {
        Set<String> problems = new LinkedHashSet<>();
        stream.ifPresent(opened -> problems.addAll(opened.problems()));
        function.ifPresent(opened -> problems.addAll(opened.problems()));
        table.ifPresent(opened -> problems.addAll(opened.problems()));
        // It looks at the same table, and says the same of it.
        bigquery.ifPresent(opened -> problems.addAll(opened.problems()));
        if (!problems.isEmpty()) {
            throw new StartFailure(List.copyOf(problems));
        }
    }

    /** @throws StartFailure if it finds a problem, and the settings don't say otherwise */
    private void askTheDoctor(Settings settings, LoadPlan plan) {
        if (settings.beforeLoad() == BeforeLoad.OFF) {
            return;
        }
        List<String> problems = new ArrayList<>();
        for (Check check : EachLoad.look(settings, stream, table, plan)) {
            String sentence = Redaction.of(check.subject() + ": " + check.found() + "; " + check.remedy());
            if (check.isProblem() && settings.beforeLoad() == BeforeLoad.REFUSE) {
                problems.add(sentence);
            } else if (check.isProblem() || check.mark() == Check.Mark.WARNING) {
                LOG.warn("The doctor: {}", sentence);
            }
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    private Pipeline withShards() {
        try {
            return new Pipeline(stream, stream.orElseThrow().shardHashKeys(), function, table, bigquery);
        } catch (IllegalStateException e) {
            throw new StartFailure(List.of("evenlyOverShards(): " + e.getMessage()));
        }
    }

    /**
     * Opens connections and lets classes load, so that the first records don't pay for it. By reading only: a made-up
     * record could upset somebody's function. A query that fails in passing is nothing that a run could not stand.
     */
    private void warmUp() {
        QueryFailure last = null;
        int answered = 0;
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            stream.ifPresent(KinesisGateway::problems);
            try {
                if (table.isPresent()) {
                    ask(table.get());
                }
                answered++;
            } catch (QueryFailure e) {
                last = e;
            }
        }
        if (last != null && answered == 0) {
            throw new StartFailure(List.of("the arrival query does not work: " + last.getMessage()));
        }
    }

    private static void ask(BigQueryGateway table) throws QueryFailure {
        if (table.evidence().runIds()) {
            table.rows(OptionalLong.empty());
        } else {
            table.rowsOf(List.of("none"));
        }
        table.countByBlock(1);
    }

    @Override
    public void close() {
        stream.ifPresent(KinesisGateway::close);
        function.ifPresent(LambdaGateway::close);
        bigquery.ifPresent(DirectGateway::close);
    }
}
