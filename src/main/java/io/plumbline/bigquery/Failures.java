package io.plumbline.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import io.plumbline.settings.Redaction;
import java.io.IOException;

/** What the service or the network said, in one line. */
final class Failures {

    private Failures() {}

    static String message(IOException failure) {
        if (failure instanceof GoogleJsonResponseException answered && answered.getDetails() != null) {
            return answered.getStatusCode() + " "
                    + Redaction.keepingNumbers(
                            String.valueOf(answered.getDetails().getMessage()));
        }
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return Redaction.keepingNumbers(text.lines().findFirst().orElse(text));
    }
}
