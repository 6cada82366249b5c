package io.plumbline.run;

import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord;

/**
 * A run that is over.
 *
 * @param histograms what the percentiles in its record are read from
 */
record Concluded(RunRecord run, Histograms histograms) {}
