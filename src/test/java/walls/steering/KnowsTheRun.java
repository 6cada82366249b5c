package walls.steering;

import walls.run.Phase;

record KnowsTheRun(Phase phase) {}
