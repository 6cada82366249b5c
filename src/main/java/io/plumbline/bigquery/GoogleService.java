package io.plumbline.bigquery;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.plumbline.net.Proxies;
import io.plumbline.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Google's low-level client: what the high-level one has inside, without the retries that it makes behind one's back. */
final class GoogleService {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private GoogleService() {}

    /** @param timeout after which an answer is not waited for any longer */
    static BigQueryOptions options(Settings.BigQuery bigquery, Duration timeout, GoogleLogin login) {
        BigQueryOptions.Builder options = BigQueryOptions.newBuilder()
                .setProjectId(jobProject(bigquery))
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(GoogleService::transport)
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setReadTimeout(Math.toIntExact(timeout.toMillis()) + CONNECT_TIMEOUT_MILLIS)
                        .build());
        bigquery.endpoint().map(URI::toString).ifPresent(options::setHost);
        bigquery.quotaProject().ifPresent(options::setQuotaProjectId);
        return options.setCredentials(login.credentials()).build();
    }

    /** By the proxy that leads to each address; by itself Google's client knows those of the JVM's properties only. */
    static HttpTransport transport() {
        return new NetHttpTransport.Builder()
                .setConnectionFactory(Proxies.ofThisProcess()::open)
                .build();
    }

    /** Logins travel the same way. */
    static GoogleCredentials applicationDefault() throws IOException {
        return GoogleCredentials.getApplicationDefault(GoogleService::transport);
    }

    static Bigquery of(BigQueryOptions options) {
        HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
        return new Bigquery.Builder(
                        transport.getHttpTransportFactory().create(),
                        GsonFactory.getDefaultInstance(),
                        new CallConduct(transport.getHttpRequestInitializer(options), options.getScopedCredentials()))
                .setRootUrl(options.getResolvedApiaryHost("bigquery"))
                .setApplicationName(options.getApplicationName())
                .build();
    }

    /** Where queries run, and who is billed for them. */
    static String jobProject(Settings.BigQuery bigquery) {
        return bigquery.jobProject()
                .orElseGet(() -> bigquery.table().orElseThrow().project());
    }
}
