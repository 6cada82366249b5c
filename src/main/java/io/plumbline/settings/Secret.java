package io.plumbline.settings;

/** A value that must not be printed. */
public record Secret(String value) {

    static final String REDACTED = "(secret)";

    @Override
    public String toString() {
        return REDACTED;
    }
}
