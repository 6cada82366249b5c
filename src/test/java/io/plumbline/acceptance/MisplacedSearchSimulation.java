package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.capacity;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import java.util.List;

/** A search where none can be; the system property {@code misplaced} says where. */
public class MisplacedSearchSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private static ScenarioBuilder records(String name) {
        return scenario(name)
                .feed(tenants())
                .exec(kinesis(name).putRecord(logRecord()).trackArrival());
    }

    private static List<PopulationBuilder> loads() {
        PopulationBuilder search = capacity(records("Search"));
        return System.getProperty("misplaced").equals("outside")
                ? List.of(search)
                : accounted(
                        search,
                        records("Others").injectOpen(constantUsersPerSec(1).during(1)));
    }

    {
        setUp(loads()).protocols(pipeline).assertions(verdict());
    }
}
