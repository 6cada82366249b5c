package io.plumbline.bigquery;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import java.io.IOException;

/**
 * How each call of BigQuery is made. A login that BigQuery refuses is renewed once, where it can be. A redirection is not
 * followed: BigQuery has none, so it leads to a proxy or a login page, which must not get rows or a token.
 *
 * @param common what Google's client does to each request
 */
record CallConduct(HttpRequestInitializer common, Credentials credentials) implements HttpRequestInitializer {

    private static final int UNAUTHORIZED = 401;

    @Override
    public void initialize(HttpRequest request) throws IOException {
        common.initialize(request);
        request.setFollowRedirects(false);
        request.setUnsuccessfulResponseHandler(new Renewal());
    }

    /** Google's own would renew for each of ten answers, and print a stack trace where it can't. */
    private final class Renewal implements HttpUnsuccessfulResponseHandler {

        private boolean renewed;

        @Override
        public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry)
                throws IOException {
            if (response.getStatusCode() != UNAUTHORIZED || !supportsRetry || renewed || !renew()) {
                return false;
            }
            renewed = true;
            common.initialize(request);
            request.setUnsuccessfulResponseHandler(this);
            return true;
        }
    }

    private boolean renew() throws IOException {
        if (credentials instanceof NoCredentials) {
            return false;
        }
        try {
            credentials.refresh();
            return true;
        } catch (IllegalStateException e) {
            // A token that was given as it is comes without the means to get another one.
            return false;
        }
    }
}
