package walls.run;

import io.gatling.core.CoreComponents;

record KnowsGatlingsInside(CoreComponents components) {}
