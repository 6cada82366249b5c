package local.faults;

/** What can be made to go wrong, by its name in the settings. */
public enum FaultKind {
    /** Acknowledged to the producer, never given to Lambda. */
    DROP("drop");

    private final String setting;

    FaultKind(String setting) {
        this.setting = setting;
    }

    public String setting() {
        return setting;
    }
}
