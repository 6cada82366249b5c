package io.plumbline.settings;

/** What a simulation's actions need of the real pipeline. */
public enum Need {
    /** It puts records into the stream. */
    PUT("the simulation puts records"),
    /** It looks for rows in the table. */
    ARRIVAL("the simulation waits for arrivals");

    private final String reason;

    Need(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
