package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.plumbline.settings.Need;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * How records are put, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param batch by PutRecords
 * @param records what a user puts
 * @param how all else
 */
public record Put(String name, boolean batch, Function<Session, List<RecordTemplate>> records, How how)
        implements io.gatling.javaapi.core.ActionBuilder {

    /**
     * What putting one record and putting many have in common.
     *
     * @param retries how often throttled records are put again; empty for the settings' default
     * @param evenly records go to the open shards in turn
     * @param sequenceNumberForOrdering Gatling's expression language
     */
    public record How(
            Watch watch,
            OptionalInt retries,
            boolean evenly,
            Optional<String> sequenceNumberForOrdering,
            List<CheckBuilder> checks) {

        /** Put only, by the settings' defaults. */
        public static final How PLAIN = new How(Watch.NONE, OptionalInt.empty(), false, Optional.empty(), List.of());

        public How {
            checks = List.copyOf(checks);
            materialised(checks);
        }

        public How with(Watch other) {
            return new How(other, retries, evenly, sequenceNumberForOrdering, checks);
        }

        /** With another number of retries. */
        public How retrying(int times) {
            return new How(watch, OptionalInt.of(times), evenly, sequenceNumberForOrdering, checks);
        }

        /** To the open shards in turn. */
        public How overShards() {
            return new How(watch, retries, true, sequenceNumberForOrdering, checks);
        }

        /** After the record with this sequence number. */
        public How after(String sequenceNumber) {
            return new How(watch, retries, evenly, Optional.of(sequenceNumber), checks);
        }

        /**
         * With these checks, too.
         *
         * @throws IllegalArgumentException if one of them is on something that the answer to a put does not have
         */
        public How checking(List<CheckBuilder> more) {
            return new How(watch, retries, evenly, sequenceNumberForOrdering, Checks.joined(checks, more));
        }

        Checks<PutResponse> materialised() {
            return materialised(checks);
        }

        private static Checks<PutResponse> materialised(List<CheckBuilder> checks) {
            return Checks.on(PutResponse.class, Map.of(), checks);
        }
    }

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.need(Need.PUT);
        if (how.evenly()) {
            components.need(Need.SHARDS);
        }
        if (how.watch() != Watch.NONE) {
            components.need(Need.ARRIVAL);
        }
        return new PutAction(this, components, context.throttled(), next);
    }
}
