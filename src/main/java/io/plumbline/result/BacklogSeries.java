package io.plumbline.result;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many records were sent, not refused, and not visible yet, over time.
 *
 * @param start of the first sample; null where there is none
 * @param sampleSeconds from one sample to the next
 */
public record BacklogSeries(@Nullable Instant start, double sampleSeconds, List<Long> samples) {

    public BacklogSeries {
        samples = List.copyOf(samples);
    }
}
