package io.plumbline.preflight;

import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.StreamFacts;
import io.plumbline.aws.StreamMappings;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.preflight.Check.Mark;
import io.plumbline.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the doctor looks at before each load, beside what no load can do without: whether the shards take it, whether a
 * function reads the stream, and what the looks for arrivals cost. No record is sent, and nothing is billed.
 */
public final class EachLoad {

    private EachLoad() {}

    /**
     * @param stream empty where no record is put
     * @param table empty where nobody looks for arrivals
     */
    public static List<Check> look(
            Settings settings, Optional<KinesisGateway> stream, Optional<BigQueryGateway> table, LoadPlan load) {
        List<Check> checks = new ArrayList<>();
        Plan plan = Plan.of(load, settings);
        try {
            stream.map(KinesisGateway::facts).ifPresent(facts -> {
                if (load.rate().isPresent()) {
                    checks.add(mayBeMeant(StreamChecks.shards(facts, plan)));
                }
                checks.addAll(mappings(settings, facts, plan));
            });
            if (table.isPresent() && load.duration().isPresent()) {
                checks.add(TableChecks.cost(table.get()::facts, table.get().plannedBytes(), plan, settings.bigquery()));
            }
        } catch (IllegalStateException | QueryFailure e) {
            checks.add(Check.notChecked("pipeline", String.valueOf(e.getMessage())));
        }
        return checks;
    }

    /** More than the shards take: some loads are there to find out what happens then. */
    private static Check mayBeMeant(Check check) {
        return check.isProblem() ? new Check(Mark.WARNING, check.subject(), check.found(), check.remedy()) : check;
    }

    /** Those that read the stream. */
    static List<Check> mappings(Settings settings, StreamFacts stream, Plan plan) {
        if (settings.aws().kinesisEndpoint().isPresent()
                && settings.lambda().endpoint().isEmpty()) {
            return List.of(Check.notChecked(
                    StreamChecks.MAPPING,
                    "Kinesis has an endpoint of its own, and AWS_ENDPOINT_URL_LAMBDA is not set"));
        }
        try (StreamMappings lambda = new StreamMappings(settings)) {
            return StreamChecks.mappings(lambda.of(stream.arn()), stream, plan);
        } catch (IllegalStateException e) {
            return List.of(Check.notChecked(
                    StreamChecks.MAPPING, e.getMessage() + "; allow what infra/policies/aws-doctor.json names"));
        }
    }
}
