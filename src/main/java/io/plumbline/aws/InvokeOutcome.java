package io.plumbline.aws;

import java.util.Optional;

/** How an invocation ended. */
public sealed interface InvokeOutcome {

    /**
     * Lambda took it. Of an event, which Lambda only queues, there is a status and nothing else.
     *
     * @param status 200; 202 of an event
     * @param functionError {@code Unhandled} where the function failed; the payload then describes the error
     * @param payload what the function returned
     * @param report what the function's log says of the invocation; empty where its tail does not have that line
     */
    record Answered(
            int status,
            Optional<String> functionError,
            Optional<String> executedVersion,
            byte[] payload,
            Optional<InvokeReport> report)
            implements InvokeOutcome {}

    /**
     * Lambda refused it, or there was no answer: then the function may run all the same.
     *
     * @param status of the answer, such as 429 where there is no more concurrency; empty where there was none
     */
    record Failed(Optional<Integer> status, String code, String message) implements InvokeOutcome {

        /** The generator's fault, not the service's. */
        public boolean forWantOfAConnection() {
            return code.equals(PutOutcome.Refused.NO_FREE_CONNECTION);
        }
    }
}
