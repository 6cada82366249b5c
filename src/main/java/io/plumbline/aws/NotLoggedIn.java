package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** There are no credentials to sign a request with, so it never left. */
final class NotLoggedIn extends RuntimeException {

    static final String CODE = "no credentials";

    private final String sentence;

    private NotLoggedIn(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** Whose credentials are missing, and why. */
    String sentence() {
        return sentence;
    }

    /**
     * The credentials of another provider, with their secrets known to {@link Redaction}: a service that refuses a
     * signature quotes the session's token.
     *
     * @param who begins the sentence when there are none
     */
    static AwsCredentialsProvider unless(AwsCredentialsProvider provider, String who) {
        return () -> {
            AwsCredentials credentials = resolved(provider, who);
            Redaction.know(credentials.secretAccessKey());
            if (credentials instanceof AwsSessionCredentials session) {
                Redaction.know(session.sessionToken());
            }
            return credentials;
        };
    }

    private static AwsCredentials resolved(AwsCredentialsProvider provider, String who) {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw new NotLoggedIn(who + ": " + why(e), e);
        }
    }

    /** The chain lists each place where it looked, on a line of a thousand characters. */
    private static String why(RuntimeException e) {
        @Nullable String message = e.getMessage();
        return message != null && message.startsWith("Unable to load credentials from any of the providers")
                ? "nothing has any; log in with `aws configure` or `aws sso login`, name a profile in plumbline.aws.profile"
                        + " or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                : PutFailures.describe(e);
    }
}
