package local.truth;

/** Told by an event source mapping when it reads, beyond that it does so from its beginning. */
public interface PauseListener {

    PauseListener NOBODY = new PauseListener() {
        @Override
        public void stopped() {}

        @Override
        public void resumed() {}
    };

    /** The last batch under way has ended, none will begin. */
    void stopped();

    /** From now on batches begin again. */
    void resumed();
}
