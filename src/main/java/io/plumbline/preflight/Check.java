package io.plumbline.preflight;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at before a load.
 *
 * @param subject what was looked at, such as {@code stream}
 * @param found what is so, a sentence without its full stop
 * @param remedy what to do about it; null where there is nothing to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Check(Mark mark, String subject, String found, @Nullable String remedy) {

    /** How it is. */
    public enum Mark {
        /** As it should be. */
        @JsonProperty("ok")
        OK,
        /** The load can go; what it measures may not be what is meant. */
        @JsonProperty("warning")
        WARNING,
        /** The load would measure nothing, or do harm. */
        @JsonProperty("problem")
        PROBLEM,
        /** It could not be looked at, or not yet. */
        @JsonProperty("notChecked")
        NOT_CHECKED
    }

    static Check ok(String subject, String found) {
        return new Check(Mark.OK, subject, found, null);
    }

    static Check warning(String subject, String found, String remedy) {
        return new Check(Mark.WARNING, subject, found, remedy);
    }

    static Check problem(String subject, String found, String remedy) {
        return new Check(Mark.PROBLEM, subject, found, remedy);
    }

    static Check notChecked(String subject, String why) {
        return new Check(Mark.NOT_CHECKED, subject, why, null);
    }

    @JsonIgnore
    public boolean isProblem() {
        return mark == Mark.PROBLEM;
    }
}
