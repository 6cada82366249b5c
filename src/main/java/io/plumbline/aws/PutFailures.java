package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpException;

/**
 * What a failed put means: refused is only what certainly did not reach the stream. Everything else may have been taken.
 */
final class PutFailures {

    /** The CRT's names for what ends a put before it has a connection, and only then. */
    private static final Set<String> CRT_NEVER_CONNECTED = Set.of(
            "AWS_IO_SOCKET_CONNECTION_REFUSED",
            "AWS_IO_DNS_INVALID_NAME",
            "AWS_IO_DNS_NO_ADDRESS_FOR_HOST",
            "AWS_IO_DNS_QUERY_AGAIN",
            "AWS_IO_DNS_QUERY_FAILED",
            "AWS_ERROR_HTTP_CONNECTION_MANAGER_SHUTTING_DOWN");

    /** The CRT's names for having no connection to spare. */
    private static final Set<String> CRT_NONE_FREE = Set.of(
            "AWS_ERROR_HTTP_CONNECTION_MANAGER_ACQUISITION_TIMEOUT",
            "AWS_ERROR_HTTP_CONNECTION_MANAGER_MAX_PENDING_ACQUISITIONS_EXCEEDED");

    private static final String CRT_SOCKET_TIMED_OUT = "socket operation timed out";

    private PutFailures() {}

    static PutOutcome outcome(Throwable failure) {
        String message = describe(failure);
        String code = code(failure);
        boolean noneFree = code.equals(PutOutcome.Refused.NO_FREE_CONNECTION);
        return noneFree || neverTaken(failure)
                ? new PutOutcome.Refused(code, message)
                : new PutOutcome.Unanswered(code, message);
    }

    /** The failure itself, without the wrapping of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    static String describe(Throwable failure) {
        String message = service(failure).map(AwsErrorDetails::errorMessage).orElse(failure.getMessage());
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return Redaction.of(text);
    }

    /** What the service calls it; else what the client does. */
    static String code(Throwable failure) {
        if (anyCause(failure, PutFailures::noneFree)) {
            return PutOutcome.Refused.NO_FREE_CONNECTION;
        }
        String unnamed = failure instanceof AwsServiceException answered
                ? "HTTP " + answered.statusCode()
                : failure.getClass().getSimpleName();
        return Redaction.of(service(failure).map(AwsErrorDetails::errorCode).orElse(unnamed));
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
        return anyCause(failure, cause -> neverConnected(cause) || cause instanceof UnknownHostException);
    }

    private static boolean neverConnected(Throwable cause) {
        if (cause instanceof HttpException crt) {
            return CRT_NEVER_CONNECTED.contains(CRT.awsErrorName(crt.getErrorCode()));
        }
        // The SDK takes any socket of the CRT that timed out for one that did not get connected.
        return cause instanceof ConnectException
                && !String.valueOf(cause.getMessage()).contains(CRT_SOCKET_TIMED_OUT);
    }

    /** The pool of connections was exhausted: the put never left. Of netty's the client has no type of its own. */
    private static boolean noneFree(Throwable cause) {
        return cause instanceof HttpException crt
                ? CRT_NONE_FREE.contains(CRT.awsErrorName(crt.getErrorCode()))
                : String.valueOf(cause.getMessage()).contains("Acquire operation took longer");
    }

    private static boolean anyCause(Throwable failure, Predicate<Throwable> condition) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (condition.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
