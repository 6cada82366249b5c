package simulations;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.bigQuery;
import static io.plumbline.PipelineDsl.jsonTemplateFile;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.kinesisEvent;
import static io.plumbline.PipelineDsl.lambda;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.OpenProfile.ramped;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.KinesisRecord;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/**
 * Each component by itself: a record into the stream, an event for the function, a row into the table. What the function
 * and the insert write has the run id {@code direct}; it is in no count.
 */
public class ComponentSimulation extends Simulation {

    private static final Body RECORD = logRecord();
    private static final KinesisRecord DIRECT_RECORD = KinesisRecord.of(jsonTemplateFile("bodies/direct-record.json"));
    private static final Body DIRECT_ROW = jsonTemplateFile("bodies/direct-row.json");

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder components = scenario("Components")
            .feed(tenants())
            .exec(kinesis("Kinesis Performance").putRecord(RECORD))
            .exec(lambda("Lambda Performance").invoke(kinesisEvent(DIRECT_RECORD)))
            .exec(bigQuery("BigQuery Performance").insertAll(DIRECT_ROW));

    {
        setUp(accounted(components.injectOpen(ramped(load))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
