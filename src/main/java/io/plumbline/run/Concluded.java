package io.plumbline.run;

import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord;
import java.time.Duration;

/**
 * A run that is over.
 *
 * @param histograms what the percentiles in its record are read from
 * @param patience how long whoever fetches figures may be waited for
 */
record Concluded(RunRecord run, Histograms histograms, Duration patience) {}
