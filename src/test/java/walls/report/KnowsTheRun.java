package walls.report;

import walls.result.Figure;
import walls.run.Phase;

record KnowsTheRun(Figure allowed, Phase forbidden) {}
