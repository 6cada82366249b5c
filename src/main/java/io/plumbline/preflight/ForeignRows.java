package io.plumbline.preflight;

/** What a look for rows of others in the table gave. */
public sealed interface ForeignRows {

    /** So many there were. */
    record Counted(long rows) implements ForeignRows {}

    /** Nobody looked. */
    record NotLooked(String why) implements ForeignRows {}

    /** The look failed. */
    record Failed(String why) implements ForeignRows {}
}
