package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import java.util.List;
import java.util.Optional;

/** How a put ended. */
public sealed interface PutOutcome {

    /** What kept the put from the stream, where that was not the stream itself: no connection, no login, a proxy. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Kinesis took the record. */
    record Acknowledged(String sequenceNumber, String shardId) implements PutOutcome {}

    /** Kinesis did not take the record, or it never left the generator. */
    record Refused(String code, String message) implements PutOutcome {

        public Refused {
            code = Redaction.brief(code);
            message = Redaction.brief(message);
        }

        /** Parts of the names that the service has for it: its own limits and those of the key that it encrypts with. */
        private static final List<String> THROTTLED = List.of("ThroughputExceeded", "Throttl", "LimitExceeded");

        /** The code of what never left. */
        public static final String NOT_SENT = "not sent";

        /** One that never left the generator, because of what it is. */
        public static Refused notSent(String why) {
            return new Refused(NOT_SENT, why);
        }

        /** The code of a put for which no connection became free: the generator's fault, not the service's. */
        static final String NO_FREE_CONNECTION = "no free connection";

        /** For too much at a time: the same put may be taken a moment later. */
        public boolean isThrottled() {
            return THROTTLED.stream().anyMatch(code::contains);
        }

        public boolean isNotSent() {
            return code.equals(NOT_SENT);
        }

        public boolean forWantOfAConnection() {
            return code.equals(NO_FREE_CONNECTION);
        }

        @Override
        public Optional<String> obstacle() {
            return PutFailures.isObstacle(code) ? Optional.of(code + ": " + message) : Optional.empty();
        }
    }

    /** The attempt broke or timed out on the way: Kinesis may have taken the record or not. */
    record Unanswered(String code, String message) implements PutOutcome {

        public Unanswered {
            code = Redaction.brief(code);
            message = Redaction.brief(message);
        }

        @Override
        public Optional<String> obstacle() {
            return PutFailures.isObstacle(code) ? Optional.of(code + ": " + message) : Optional.empty();
        }
    }
}
