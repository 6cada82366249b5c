package io.plumbline.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import java.io.IOException;

/** What the service or the network said, in one line. */
final class Failures {

    private Failures() {}

    static String message(IOException failure) {
        if (failure instanceof GoogleJsonResponseException answered && answered.getDetails() != null) {
            return answered.getStatusCode() + " " + answered.getDetails().getMessage();
        }
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text);
    }
}
