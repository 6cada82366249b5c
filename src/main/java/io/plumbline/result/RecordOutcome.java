package io.plumbline.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record; null is not known.
 *
 * @param stamps epoch microseconds, each on its own clock, by name and in the order a record travels
 * @param attempts how often its put was tried
 * @param rows how many rows of it the table has
 * @param reason why it is in this state, where there is more to say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordOutcome(
        String traceId,
        State state,
        Map<String, Long> stamps,
        @Nullable String sequenceNumber,
        @Nullable Integer attempts,
        @Nullable Integer rows,
        @Nullable String reason) {

    /** By the names that the run record's counts have. */
    public enum State {
        @JsonProperty("rejected")
        REJECTED,
        @JsonProperty("ambiguous")
        AMBIGUOUS,
        @JsonProperty("onTime")
        ON_TIME,
        @JsonProperty("late")
        LATE,
        @JsonProperty("lost")
        LOST,
        @JsonProperty("unresolved")
        UNRESOLVED,
        @JsonProperty("untimed")
        UNTIMED;

        /**
         * Whether it is anything else than on time, or put only, with the rows that it is to have.
         *
         * @param otherRows whether the table has another number of them, as far as is known
         */
        public boolean exceptional(boolean otherRows) {
            return otherRows || this != ON_TIME && this != UNTIMED;
        }
    }
}
