package walls.capacity;

import walls.run.Phase;

record KnowsTheRun(Phase phase) {}
