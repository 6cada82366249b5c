package io.plumbline.result;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS itself counted while a run went on, beside the run's own counts. It counts by the minute, and whatever else the
 * stream and the function had to do in these minutes is in it.
 *
 * @param from the first minute
 * @param to the end of the last one
 * @param notKnown why nothing or not all was told; null where all was
 * @param metrics by CloudWatch's own names in small letters; what it has nothing of is not there
 * @param ledger the records at each step of their way, as somebody counted them there
 * @param unequal where they first become more or fewer; null where they never do
 */
public record CloudCounts(
        Instant from,
        Instant to,
        @Nullable String notKnown,
        Map<String, Double> metrics,
        List<Step> ledger,
        @Nullable Unequal unequal) {

    public CloudCounts {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        ledger = List.copyOf(ledger);
    }

    /**
     * A step of the records' way.
     *
     * @param name such as {@code acknowledged}
     * @param by who counted
     * @param records null where nobody told
     */
    public record Step(String name, String by, @Nullable Long records) {}

    /**
     * The first two known steps that do not have the same number of records.
     *
     * @param records how many more the second one has; below zero how many fewer
     * @param sentence what that can mean, without a full stop
     */
    public record Unequal(String before, String after, long records, String sentence) {}
}
