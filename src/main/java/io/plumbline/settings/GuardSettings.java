package io.plumbline.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What keeps a load from hitting what it must not hit. Resources are named by a stream's name, a function's name with its
 * version or alias, a table's full name.
 *
 * @param accounts of AWS, to which a load may go
 * @param projects of Google, to which a load may go
 * @param tag what a stream, a function and a table carry to which a load may go
 * @param untagged resources that need no tag
 * @param deny names with a word like this regular expression are refused
 * @param denyExcept resources to which that does not apply
 * @param confirm the targets that were confirmed, each {@code account/stream/table}
 * @param foreignWindow how far back rows of others are looked for
 */
public record GuardSettings(
        Applies applies,
        Set<String> accounts,
        Set<String> projects,
        Tag tag,
        Set<String> untagged,
        String deny,
        Set<String> denyExcept,
        Set<String> confirm,
        ForeignTraffic foreignTraffic,
        Duration foreignWindow,
        Caps caps,
        Kill kill) {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    /** To which targets the guard applies. */
    public enum Applies {
        /** To those of which a part is not on this machine. */
        REMOTE,
        ALWAYS
    }

    /** What is done where others write into the table. */
    public enum ForeignTraffic {
        REFUSE,
        ALLOW
    }

    /** A tag of AWS, a label of Google. */
    public record Tag(String name, String value) {

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /**
     * The most that a load may be.
     *
     * @param rate records a second, over ten seconds
     * @param bytes of the records, before compression on the wire
     */
    public record Caps(double rate, long records, Duration duration, long bytes) {

        /** What of them one of several generators may use up. */
        public Caps shared(Settings.Share share) {
            return new Caps(rate / share.count(), share.of(records), duration, share.of(bytes));
        }
    }

    /**
     * When a load is stopped. Ratios are shares of the calls that ended in the window.
     *
     * @param errorRatio share of calls that were refused or not answered, throttled ones apart
     * @param throttleRatio share of calls that were throttled
     * @param foreignRows of others, in the window
     * @param calls so many have to have ended in the window before a ratio counts
     * @param given whether somebody set a limit, so that it counts wherever the load goes
     */
    public record Kill(
            OptionalDouble errorRatio,
            OptionalDouble throttleRatio,
            OptionalLong foreignRows,
            Duration window,
            int calls,
            boolean given) {}

    /** Whether somebody's endpoint is this machine, by its name alone; what is at the other end of it nobody knows. */
    public static boolean isLoopback(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether the guard applies to a target with this endpoint; the service's own where there is none. */
    public boolean appliesTo(Optional<URI> endpoint) {
        return applies == Applies.ALWAYS
                || endpoint.filter(GuardSettings::isLoopback).isEmpty();
    }
}
