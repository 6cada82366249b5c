package walls.bigquery;

import io.gatling.javaapi.core.Session;

record KnowsGatling(Session session) {}
