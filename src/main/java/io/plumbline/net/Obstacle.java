package io.plumbline.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What keeps a call from its service. Whatever it is, the pipeline under test has not done it. */
public enum Obstacle {
    UNKNOWN_HOST(
            "unknown host",
            "check the endpoint, the region and this machine's DNS; where only a proxy leads out, set HTTPS_PROXY"),
    CONNECTION_REFUSED(
            "connection refused",
            "nothing listens there: check the endpoint, and whether the service runs, and the proxy where there is one"),
    NO_TLS("no TLS", "check the endpoint, and whether a proxy or a virus scanner opens the traffic"),
    NO_ANSWER("no answer", "check the endpoint, and whether a firewall or a proxy swallows the traffic"),
    REDIRECTED(
            "redirected",
            "a proxy or a network's login page answers instead of the service: log in there, or set HTTPS_PROXY"),
    NOT_THE_SERVICE(
            "not the service",
            "something else answers in its place, such as a proxy or a network's login page: check the endpoint and"
                    + " HTTPS_PROXY"),
    PROXY("proxy", "check HTTPS_PROXY, or https.proxyHost and https.proxyPort"),
    LOGIN("login refused", "renew the credentials, for longer than the run takes, and look at this machine's clock"),
    PERMISSION("not allowed", "give the credentials this permission");

    private static final int PROXY_LOGIN = 407;

    private final String label;
    private final String advice;

    Obstacle(String label, String advice) {
        this.label = label;
        this.advice = advice;
    }

    /**
     * An obstacle in somebody's way.
     *
     * @param detail what was seen of it, without an end; may be empty
     */
    public record Found(Obstacle obstacle, String detail) {

        /** What was seen, and what to do. */
        public String text() {
            return (detail.isEmpty() ? "" : detail + "; ") + obstacle.advice;
        }

        /** @param where the endpoint, as people know it */
        public String sentence(String where) {
            return obstacle.label + " at " + where + ": " + text();
        }
    }

    public String label() {
        return label;
    }

    public Found with(String detail) {
        return new Found(this, detail);
    }

    /** The one of this label. */
    public static Optional<Obstacle> labelled(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
    }

    /** As the JDK and all that is built on it tell it; empty where the failure is of another kind. */
    public static Optional<Found> in(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Optional.of(NO_TLS.with(tls(root(cause))));
            } else if (cause instanceof UnknownHostException) {
                return Optional.of(UNKNOWN_HOST.with(""));
            } else if (cause instanceof SocketTimeoutException) {
                return Optional.of(NO_ANSWER.with(text(cause)));
            } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return Optional.of(connection(text(cause)));
            } else if (cause instanceof IOException && text(cause).contains("proxy")) {
                // A tunnel that the proxy did not open.
                return Optional.of(PROXY.with(text(cause).lines().findFirst().orElse("")));
            }
        }
        return Optional.empty();
    }

    /**
     * By an answer that is not in the service's own form; empty where it may be the service's all the same.
     *
     * @param location the header of this name, or nothing
     * @param contentType the header of this name, or nothing
     */
    public static Optional<Found> answered(int status, String location, String contentType) {
        if (status >= 300 && status < 400) {
            return Optional.of(REDIRECTED.with(status + to(location)));
        } else if (status == PROXY_LOGIN) {
            return Optional.of(PROXY.with("407, it wants a user and a password"));
        }
        // The services' own load balancers send pages with 5xx.
        return status < 500 && contentType.contains("html")
                ? Optional.of(NOT_THE_SERVICE.with("a web page with status " + status))
                : Optional.empty();
    }

    /** Only whereto: what follows may be a secret of the login page's. */
    private static String to(String location) {
        return location.isEmpty() ? "" : " to " + location.replaceAll("(?<=[^:/])/.*", "");
    }

    private static Found connection(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("refused")
                ? CONNECTION_REFUSED.with("")
                : NO_ANSWER.with(text.lines().findFirst().orElse(""));
    }

    /** In words that do not depend on whose TLS it is. */
    private static String tls(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("certification path") || lower.contains("trust anchor")) {
            return "its certificate is signed by nobody whom this machine trusts: those in Java's trust store, see"
                    + " -Djavax.net.ssl.trustStore, and for puts by crt those of the system";
        } else if (lower.contains("subjectalt")
                || lower.contains("subject alternative")
                || lower.contains("no name matching")) {
            return "its certificate is for another host";
        } else if (lower.contains("not an ssl") || lower.contains("unrecognized ssl") || lower.contains("tls packet")) {
            return "it does not speak TLS, so http:// may be meant";
        }
        return text;
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return text(root);
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
