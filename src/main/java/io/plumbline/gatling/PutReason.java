package io.plumbline.gatling;

import io.plumbline.aws.PutOutcome;
import io.plumbline.run.PutAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a put went wrong, for the row in Gatling's report. */
final class PutReason {

    private PutReason() {}

    /** Null where all of its records were taken. */
    static @Nullable String of(PutAnswer answer) {
        List<PutOutcome> outcomes = answer.outcomes();
        if (outcomes.size() == 1) {
            return reason(outcomes.get(0));
        }
        Map<String, Integer> reasons = new LinkedHashMap<>();
        for (PutOutcome outcome : outcomes) {
            String kind = kind(outcome);
            if (kind != null) {
                reasons.merge(kind, 1, Integer::sum);
            }
        }
        return reasons.isEmpty()
                ? null
                : reasons.entrySet().stream()
                        .map(reason -> reason.getValue() + " of " + outcomes.size() + " " + reason.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static @Nullable String reason(PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Refused refused) {
            return refused.code() + ": " + refused.message();
        }
        return outcome instanceof PutOutcome.Unanswered unanswered
                ? unanswered.code() + ": " + unanswered.message()
                : null;
    }

    /** Of many records: the service's code, for its messages differ by shard; what never left has to be said in full. */
    private static @Nullable String kind(PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Refused refused) {
            return refused.isNotSent() ? "not sent: " + refused.message() : "refused: " + refused.code();
        }
        return outcome instanceof PutOutcome.Unanswered unanswered ? "unanswered: " + unanswered.code() : null;
    }
}
