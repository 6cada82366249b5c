package io.plumbline.aws;

import java.time.Duration;

/** Switches event source mappings off and on. */
public interface MappingControl {

    /**
     * Enabled, Disabled or on the way to one of them.
     *
     * @throws IllegalStateException if Lambda does not tell; the message says why
     */
    String state(String uuid);

    /**
     * Returns when the mapping is Disabled: batches under way have ended, none begins.
     *
     * @throws NotSwitched if Lambda refuses
     * @throws IllegalStateException if it is not Disabled in time, or not known to be; the message says what to do
     */
    void disable(String uuid, Duration within);

    /**
     * Returns when the mapping is Enabled: it reads on from where it stopped.
     *
     * @throws NotSwitched if Lambda refuses
     * @throws IllegalStateException if it is not Enabled in time, or not known to be; the message says what to do
     */
    void enable(String uuid, Duration within);
}
