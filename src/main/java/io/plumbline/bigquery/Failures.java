package io.plumbline.bigquery;

import com.fasterxml.jackson.core.JsonParseException;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.gson.stream.MalformedJsonException;
import io.plumbline.net.Obstacle;
import io.plumbline.net.Route;
import io.plumbline.settings.Redaction;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the service or the network said, in one line, and what to do where that is known. */
final class Failures {

    private static final String OWN_ENDPOINT = "https://bigquery.googleapis.com";
    private static final int UNAUTHORIZED = 401;

    private Failures() {}

    static String message(IOException failure) {
        return Redaction.brief(whole(failure));
    }

    private static String whole(IOException failure) {
        Optional<Obstacle.Found> found = obstacle(failure);
        if (failure instanceof GoogleJsonResponseException answered && answered.getDetails() != null) {
            String said = answered.getStatusCode() + " "
                    + Redaction.keepingNumbers(
                            String.valueOf(answered.getDetails().getMessage()));
            return found.map(why -> said.replaceAll("\\.$", "") + "; " + why.text())
                    .orElse(said);
        }
        return found.map(why -> why.obstacle().label() + ": " + why.text()).orElseGet(() -> firstLine(failure));
    }

    /**
     * As at the start of a run, where there is time to look closer.
     *
     * @param what was looked at
     */
    static String atTheStart(String what, IOException failure, Optional<URI> endpoint) {
        if (isServiceError(failure)) {
            return what + ": " + message(failure);
        }
        String named =
                endpoint.map(uri -> uri + " (plumbline.bigquery.endpoint)").orElse(OWN_ENDPOINT);
        return "BigQuery does not answer: "
                + Route.to(endpoint.orElse(URI.create(OWN_ENDPOINT)))
                        .obstacle(obstacle(failure))
                        .map(found -> Redaction.keepingNumbers(found.sentence(named)))
                        .orElseGet(() -> firstLine(failure) + ", at " + named);
    }

    private static boolean isServiceError(IOException failure) {
        return failure instanceof GoogleJsonResponseException answered && answered.getDetails() != null;
    }

    /** What stood between the generator and BigQuery; empty where it was BigQuery itself that failed. */
    static Optional<Obstacle.Found> obstacle(IOException failure) {
        if (failure instanceof HttpResponseException answered) {
            if (answered.getStatusCode() == UNAUTHORIZED) {
                // Java's HTTP client swallows what comes with it, unless it answers a GET.
                return Optional.of(Obstacle.LOGIN.with(isServiceError(failure) ? "" : "401"));
            }
            return isServiceError(failure) ? Optional.empty() : answered(answered);
        }
        if (failure instanceof Retryable) {
            // What Google's logins throw.
            return Optional.of(Obstacle.LOGIN.with(firstLine(failure)));
        }
        return isNoAnswerOfBigQuery(failure)
                ? Optional.of(Obstacle.NOT_THE_SERVICE.with("an answer that cannot be read"))
                : Obstacle.in(failure);
    }

    private static Optional<Obstacle.Found> answered(HttpResponseException answer) {
        return Obstacle.answered(
                answer.getStatusCode(),
                orNothing(answer.getHeaders().getLocation()),
                orNothing(answer.getHeaders().getContentType()));
    }

    private static boolean isNoAnswerOfBigQuery(IOException failure) {
        return failure instanceof MalformedJsonException || failure instanceof JsonParseException;
    }

    private static String orNothing(@Nullable String header) {
        return header == null ? "" : header;
    }

    private static String firstLine(IOException failure) {
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return Redaction.keepingNumbers(text.lines().findFirst().orElse(text));
    }
}
