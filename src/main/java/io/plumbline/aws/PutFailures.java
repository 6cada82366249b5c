package io.plumbline.aws;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What a failed put means: refused is only what certainly did not reach the stream. Everything else may have been taken.
 */
final class PutFailures {

    /** AWS account ids appear in the service's messages and belong in no report; shard ids are as long. */
    private static final Pattern ACCOUNT_ID = Pattern.compile("(?<![-\\w])\\d{12}(?!\\d)");

    private PutFailures() {}

    static PutOutcome outcome(Throwable failure) {
        String code = code(failure);
        String message = describe(failure);
        return neverTaken(failure) ? new PutOutcome.Refused(code, message) : new PutOutcome.Unanswered(code, message);
    }

    /** The failure itself, without the wrapping of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    static String describe(Throwable failure) {
        String message = service(failure).map(AwsErrorDetails::errorMessage).orElse(failure.getMessage());
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return ACCOUNT_ID.matcher(text).replaceAll("(account)");
    }

    private static String code(Throwable failure) {
        String unnamed = failure instanceof AwsServiceException answered
                ? "HTTP " + answered.statusCode()
                : failure.getClass().getSimpleName();
        return service(failure).map(AwsErrorDetails::errorCode).orElse(unnamed);
    }

    /** What the service itself said; empty when it did not get to say anything that the client understood. */
    private static Optional<AwsErrorDetails> service(Throwable failure) {
        return failure instanceof AwsServiceException answered
                ? Optional.ofNullable(answered.awsErrorDetails())
                : Optional.empty();
    }

    private static boolean neverTaken(Throwable failure) {
        if (failure instanceof AwsServiceException service) {
            return service.statusCode() < 500;
        }
        return hasCause(failure, ConnectException.class)
                || hasCause(failure, UnknownHostException.class)
                || isAcquireTimeout(failure);
    }

    /** The pool of connections was exhausted: the put never left. The client has no type of its own for it. */
    private static boolean isAcquireTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Acquire operation took longer")) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
