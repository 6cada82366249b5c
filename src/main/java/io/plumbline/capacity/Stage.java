package io.plumbline.capacity;

/** A part of a record's way. */
public enum Stage {
    SEND("Send to Kinesis"),
    WAIT("Kinesis to Lambda"),
    FUNCTION("Lambda"),
    INSERT("Lambda to BigQuery"),
    VISIBLE("BigQuery to visible");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** As in reports. */
    public String label() {
        return label;
    }

    /**
     * How long records spent in it, in the median.
     *
     * @param earlyMillis of the first third of the records that left it during the step
     * @param lateMillis of the last third
     */
    public record Times(double earlyMillis, double lateMillis) {}
}
