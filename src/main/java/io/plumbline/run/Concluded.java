package io.plumbline.run;

import io.plumbline.result.CloudCounts;
import io.plumbline.result.Conservation;
import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord;
import java.time.Duration;

/**
 * A run that is over.
 *
 * @param histograms what the percentiles in its record are read from
 * @param conservation the records at each step of their way, as far as the run itself counted
 * @param patience how long whoever fetches figures may be waited for
 */
record Concluded(RunRecord run, Histograms histograms, Conservation conservation, Duration patience) {

    /** With what AWS counted beside it. */
    Concluded with(CloudCounts cloud) {
        return new Concluded(run.counted(cloud), histograms, conservation, patience);
    }
}
