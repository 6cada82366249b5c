package io.plumbline.aws;

import io.plumbline.net.Obstacle;
import io.plumbline.settings.Redaction;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
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

    /** The CRT's names for what stands in the way. */
    private static final Map<String, Obstacle> CRT_OBSTACLES = Map.of(
            "AWS_IO_SOCKET_CONNECTION_REFUSED", Obstacle.CONNECTION_REFUSED,
            "AWS_IO_DNS_INVALID_NAME", Obstacle.UNKNOWN_HOST,
            "AWS_IO_DNS_NO_ADDRESS_FOR_HOST", Obstacle.UNKNOWN_HOST,
            "AWS_IO_DNS_QUERY_FAILED", Obstacle.UNKNOWN_HOST,
            "AWS_IO_TLS_ERROR_NEGOTIATION_FAILURE", Obstacle.NO_TLS,
            "AWS_IO_TLS_NEGOTIATION_TIMEOUT", Obstacle.NO_TLS,
            "AWS_ERROR_HTTP_PROXY_CONNECT_FAILED", Obstacle.PROXY);

    /** What AWS says to those whom it does not know, or not any more. */
    private static final Set<String> LOGIN_REFUSED = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignatureException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    private static final Set<String> NOT_ALLOWED = Set.of("AccessDenied", "AccessDeniedException");

    /** What the SDK puts around the words that matter. */
    private static final Pattern WRAPPING =
            Pattern.compile("^Unable to execute HTTP request: | Channel Information: .*$| \\(SDK Attempt Count: 1\\)$");

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
        return notLoggedIn(failure).map(NotLoggedIn::sentence).orElseGet(() -> described(failure));
    }

    private static String described(Throwable failure) {
        Optional<String> said = service(failure).filter(PutFailures::isNamed).map(AwsErrorDetails::errorMessage);
        Optional<Obstacle.Found> found = obstacle(failure);
        String text = said.map(words -> found.map(why -> words.replaceAll("\\.$", "") + "; " + why.text())
                        .orElse(words))
                .or(() -> found.map(Obstacle.Found::text))
                .orElseGet(() -> unwrapped(failure));
        return Redaction.of(text);
    }

    /** In one line. */
    private static String unwrapped(Throwable failure) {
        if (anyCause(failure, PutFailures::noneFree)) {
            return "no connection within plumbline.kinesis.acquireTimeout";
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : WRAPPING.matcher(message.lines().findFirst().orElse("")).replaceAll("");
    }

    private static Optional<NotLoggedIn> notLoggedIn(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotLoggedIn found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** What stood between the generator and the service; empty where it was the service itself that failed. */
    static Optional<Obstacle.Found> obstacle(Throwable failure) {
        if (notLoggedIn(failure).isPresent()) {
            return Optional.empty();
        }
        if (failure instanceof AwsServiceException answered) {
            return answered(answered);
        }
        if (anyCause(failure, PutFailures::isNoAnswerOfAws)) {
            return Optional.of(Obstacle.NOT_THE_SERVICE.with("an answer that cannot be read"));
        }
        return crt(failure).or(() -> Obstacle.in(failure));
    }

    /** The credentials are known, and lack a permission. */
    static boolean isDenied(Throwable failure) {
        return NOT_ALLOWED.contains(code(failure));
    }

    /** An answer that is only late may be the service's fault. */
    static boolean isObstacle(String code) {
        return LOGIN_REFUSED.contains(code)
                || NOT_ALLOWED.contains(code)
                || code.equals(NotLoggedIn.CODE)
                || Obstacle.labelled(code)
                        .filter(obstacle -> obstacle != Obstacle.NO_ANSWER)
                        .isPresent();
    }

    private static Optional<Obstacle.Found> answered(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        if (details != null && isNamed(details)) {
            String code = details.errorCode();
            if (LOGIN_REFUSED.contains(code)) {
                return Optional.of(Obstacle.LOGIN.with(""));
            }
            return NOT_ALLOWED.contains(code) ? Optional.of(Obstacle.PERMISSION.with("")) : Optional.empty();
        }
        return Obstacle.answered(answer.statusCode(), header(details, "Location"), header(details, "Content-Type"));
    }

    private static String header(@Nullable AwsErrorDetails details, String name) {
        return details == null || details.sdkHttpResponse() == null
                ? ""
                : details.sdkHttpResponse().firstMatchingHeader(name).orElse("");
    }

    private static Optional<Obstacle.Found> crt(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException crt) {
                return Optional.ofNullable(CRT_OBSTACLES.get(CRT.awsErrorName(crt.getErrorCode())))
                        .map(obstacle -> obstacle.with(""));
            }
        }
        return Optional.empty();
    }

    /** The SDK's parsers are its own copies, with types that nobody else may name. */
    private static boolean isNoAnswerOfAws(Throwable cause) {
        return cause.getClass().getSimpleName().equals("JsonParseException");
    }

    private static boolean isNamed(AwsErrorDetails details) {
        return details.errorCode() != null;
    }

    /** What the service calls it; else what the client does. */
    static String code(Throwable failure) {
        if (anyCause(failure, PutFailures::noneFree)) {
            return PutOutcome.Refused.NO_FREE_CONNECTION;
        }
        if (notLoggedIn(failure).isPresent()) {
            return NotLoggedIn.CODE;
        }
        String unnamed = failure instanceof AwsServiceException answered
                ? "HTTP " + answered.statusCode()
                : failure.getClass().getSimpleName();
        return Redaction.of(service(failure)
                .map(AwsErrorDetails::errorCode)
                .or(() -> obstacle(failure).map(found -> found.obstacle().label()))
                .orElse(unnamed));
    }

    /** Whether the service itself has answered, in its own form. */
    static boolean isServiceError(Throwable failure) {
        return service(failure).filter(PutFailures::isNamed).isPresent();
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
        return anyCause(
                failure,
                cause ->
                        cause instanceof NotLoggedIn || cause instanceof UnknownHostException || neverConnected(cause));
    }

    private static boolean neverConnected(Throwable cause) {
        if (cause instanceof SSLHandshakeException) {
            return true;
        }
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
