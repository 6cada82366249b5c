package walls.arrival;

import io.gatling.javaapi.core.ScenarioBuilder;

record KnowsGatling(ScenarioBuilder scenario) {}
