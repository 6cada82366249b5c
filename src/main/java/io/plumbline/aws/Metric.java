package io.plumbline.aws;

import java.util.Map;

/**
 * What to ask CloudWatch for.
 *
 * @param id by which the answer has it: starts with a small letter, then letters, digits and _
 * @param dimensions all of them, exactly; with one more or less it is another metric
 * @param statistic of each minute, and what the minutes are put together to
 */
public record Metric(String id, String namespace, String name, Map<String, String> dimensions, Statistic statistic) {

    /** By CloudWatch's own names. */
    public enum Statistic {
        SUM("Sum"),
        MAXIMUM("Maximum"),
        AVERAGE("Average");

        private final String label;

        Statistic(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Metric {
        dimensions = Map.copyOf(dimensions);
    }
}
