package walls.run;

import walls.local.Pipeline;

record KnowsTheStandIn(Pipeline pipeline) {}
