package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** What the answer to PutRecords says of each of its records. */
final class PutRecordsOutcome {

    /** The service failed at this record inside; it does not promise that nothing of it was stored. */
    private static final String INTERNAL_FAILURE = "InternalFailure";

    private PutRecordsOutcome() {}

    static List<PutOutcome> of(int entries, PutRecordsResponse response, @Nullable Throwable failure) {
        if (failure != null) {
            return Collections.nCopies(entries, PutFailures.outcome(PutFailures.cause(failure)));
        }
        List<PutRecordsResultEntry> results = response.records();
        if (results.size() != entries) {
            return Collections.nCopies(
                    entries,
                    new PutOutcome.Unanswered(
                            "HTTP 200", "the answer has " + results.size() + " results for " + entries + " records"));
        }
        List<PutOutcome> outcomes = new ArrayList<>(entries);
        for (PutRecordsResultEntry result : results) {
            outcomes.add(outcome(result));
        }
        return outcomes;
    }

    private static PutOutcome outcome(PutRecordsResultEntry result) {
        if (result.sequenceNumber() != null) {
            return new PutOutcome.Acknowledged(result.sequenceNumber(), result.shardId());
        }
        if (result.errorCode() == null) {
            return new PutOutcome.Unanswered("HTTP 200", "the result has neither a sequence number nor an error");
        }
        String message = Redaction.of(String.valueOf(result.errorMessage()));
        return result.errorCode().equals(INTERNAL_FAILURE)
                ? new PutOutcome.Unanswered(INTERNAL_FAILURE, message)
                : new PutOutcome.Refused(result.errorCode(), message);
    }
}
