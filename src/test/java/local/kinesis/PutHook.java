package local.kinesis;

/** Sees every record that is put and may have it treated wrongly: where truth and faults meet Kinesis. */
@FunctionalInterface
public interface PutHook {

    /** A record has arrived; it is neither checked nor stored yet. */
    Attempt attempt(byte[] data);

    /** A put of one record, asked in the order of these methods. */
    interface Attempt {

        /** Whether to refuse it as if its shard were over its limit. */
        default boolean throttled() {
            return false;
        }

        /** It was refused: instead of all below. */
        default void refused() {}

        /** It is accepted: its {@linkplain StreamRecord#ordinal() ordinal}. */
        default long ordinal() {
            return 0;
        }

        /** It is stored; called again for its copy. */
        default void stored(StreamRecord record) {}

        /** Whether to store it a second time, as a producer's needless retry does. */
        default boolean storedTwice() {
            return false;
        }

        /** Whether the producer may be told. If not, its request stays without an answer, whatever else is in it. */
        default boolean answered() {
            return true;
        }

        /**
         * The request is over, for refused records as well.
         *
         * @param answered whether the producer is told how it ended for this one
         */
        default void ended(boolean answered) {}
    }
}
