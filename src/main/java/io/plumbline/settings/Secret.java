package io.plumbline.settings;

/** A value that must not be printed, and that {@link Redaction} knows from now on. */
public record Secret(String value) {

    static final String REDACTED = "(secret)";

    public Secret {
        Redaction.know(value);
    }

    @Override
    public String toString() {
        return REDACTED;
    }
}
