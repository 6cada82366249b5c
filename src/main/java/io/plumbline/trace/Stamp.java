package io.plumbline.trace;

/** Points on a record's path, in the order it passes them. */
public enum Stamp {
    SENT("Send"),
    KINESIS_ARRIVAL("Kinesis"),
    LAMBDA_RECEIVED("Lambda"),
    /** Taken inside the row, so before its insert. */
    LAMBDA_DONE("Lambda"),
    INSERTED("BigQuery"),
    /** The first moment at which a query finds the row. */
    VISIBLE("visible");

    private final String place;

    Stamp(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }
}
