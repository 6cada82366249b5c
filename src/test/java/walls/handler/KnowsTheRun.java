package walls.handler;

import walls.run.Phase;

record KnowsTheRun(Phase phase) {}
