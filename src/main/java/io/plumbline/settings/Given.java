package io.plumbline.settings;

/**
 * A value as somebody wrote it.
 *
 * @param origin where, as people are told it
 * @param isDefault whether it comes from reference.conf
 */
record Given(String setting, String text, String origin, boolean isDefault) {

    /** An empty text says "none". */
    boolean isNone() {
        return text.isEmpty();
    }

    /** Whether the list of processes shows it. */
    boolean isExposed() {
        return !isNone() && origin.startsWith("-D");
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return setting + " from " + origin;
    }
}
