package io.plumbline.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The local pipeline that stands in when no real one is named. Found by {@link java.util.ServiceLoader}; all that the
 * generator knows of it.
 */
public interface StandIn {

    /**
     * Starts a pipeline in a process of its own and waits until it takes requests; or joins one that others use too, if it
     * is told to.
     *
     * @param truthFile where it writes, at the run's end, what really became of each of its records
     * @throws IOException if it does not start; the message says why
     * @throws StartFailure if it cannot be joined
     */
    Running start(Path truthFile) throws IOException;

    /** A stand-in in use; one that was started for this process ends with it whatever happens to it. */
    interface Running extends AutoCloseable {

        /** What a client has to set to reach it, by the names of the environment (AWS_ENDPOINT_URL_KINESIS, …). */
        Map<String, String> environment();

        /** Whether its process is still there. */
        boolean isAlive();

        /**
         * Tells it what it cannot see (never outcomes), lets it write its truth, and ends it unless others use it.
         *
         * @param sent every record that was attempted, in any order
         * @param unsent planned records that were never attempted
         */
        void finish(Stream<SentRecord> sent, long unsent) throws IOException;

        @Override
        void close();
    }

    /**
     * A record as the generator meant it.
     *
     * @param sentMicros epoch microseconds, the generator's clock
     * @param deadlineMicros epoch microseconds; after it an arrival is late
     * @param timed whether an arrival is expected at all
     * @param rows how many it is to have in the table
     * @param refusedLocally whether it never left the generator
     */
    record SentRecord(
            String traceId, long sentMicros, long deadlineMicros, boolean timed, int rows, boolean refusedLocally) {}
}
