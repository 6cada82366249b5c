package io.plumbline.gatling;

import io.plumbline.aws.PutOutcome;
import io.plumbline.run.PutAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a put went wrong, for the row in Gatling's report. */
final class PutReason {

    private static final String NOT_SENT = "not sent: ";

    private PutReason() {}

    /** Of one record: what the service said. Null where it was taken. */
    static @Nullable String ofOne(PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Refused refused) {
            return refused.code() + ": " + refused.message();
        }
        return outcome instanceof PutOutcome.Unanswered unanswered
                ? unanswered.code() + ": " + unanswered.message()
                : null;
    }

    /**
     * Of a batch: how many failed by which code, for the service's messages differ by shard; of those that never left,
     * which and why. Null where all were taken.
     *
     * @param first the sequence number of the batch's first record
     */
    static @Nullable String ofMany(PutAnswer answer, long first) {
        List<PutOutcome> outcomes = answer.outcomes();
        Map<String, List<Long>> places = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String kind = kind(outcomes.get(i));
            if (kind != null) {
                places.computeIfAbsent(kind, reason -> new ArrayList<>())
                        .add(answer.records().get(i).sequence() - first);
            }
        }
        return places.isEmpty()
                ? null
                : places.entrySet().stream()
                        .map(reason -> who(reason.getKey(), reason.getValue(), outcomes.size()) + " " + reason.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static String who(String kind, List<Long> places, int all) {
        if (!kind.startsWith(NOT_SENT)) {
            return places.size() + " of " + all;
        }
        return places.size() == 1
                ? "record " + places.get(0)
                : places.size() + " records, the first of them " + places.get(0) + ",";
    }

    private static @Nullable String kind(PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Refused refused) {
            return refused.isNotSent() ? NOT_SENT + refused.message() : "refused: " + refused.code();
        }
        return outcome instanceof PutOutcome.Unanswered unanswered ? "unanswered: " + unanswered.code() : null;
    }
}
