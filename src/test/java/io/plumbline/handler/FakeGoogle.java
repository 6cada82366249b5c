package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;

/** Google's hosts as a federated function sees them: its STS, a service account it may act as, and BigQuery. */
final class FakeGoogle implements HttpHandler {

    /** For a certificate. */
    static final String NAMES =
            "dns:sts.googleapis.com,dns:iamcredentials.googleapis.com,dns:bigquery.googleapis.com,dns:www.googleapis.com";

    private final HttpHandler bigquery;
    private final Queue<HttpRequest> asked = new ConcurrentLinkedQueue<>();

    FakeGoogle(HttpHandler bigquery) {
        this.bigquery = bigquery;
    }

    /** As {@code gcloud iam workload-identity-pools create-cred-config --aws} writes it. */
    static String externalAccount() {
        return """
                {"universe_domain": "googleapis.com", "type": "external_account",
                 "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws",
                 "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
                 "token_url": "https://sts.googleapis.com/v1/token",
                 "service_account_impersonation_url":
                   "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/f@p.iam.gserviceaccount.com:generateAccessToken",
                 "credential_source": {
                   "environment_id": "aws1",
                   "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone",
                   "url": "http://169.254.169.254/latest/meta-data/iam/security-credentials",
                   "imdsv2_session_token_url": "http://169.254.169.254/latest/api/token",
                   "regional_cred_verification_url":
                     "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}}
                """;
    }

    /** The requests to AWS by which somebody has proved who he is. */
    List<String> identities() {
        return asked.stream()
                .filter(request -> request.path().equals("/v1/token"))
                .map(request -> new QueryStringDecoder(new String(request.body(), UTF_8), false)
                        .parameters()
                        .get("subject_token")
                        .get(0))
                .map(token -> URLDecoder.decode(token, UTF_8))
                .toList();
    }

    /** What BigQuery was shown. */
    Set<String> authorizations() {
        return asked.stream()
                .filter(request -> request.path().startsWith("/bigquery/"))
                .map(request -> request.header("Authorization"))
                .collect(Collectors.toSet());
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception {
        asked.add(request);
        if (request.path().startsWith("/bigquery/")) {
            return bigquery.handle(request);
        }
        return CompletableFuture.completedFuture(
                request.path().equals("/v1/token")
                        ? json(
                                """
                        {"access_token": "ya29.federated", "token_type": "Bearer", "expires_in": 3600,
                         "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}""")
                        : request.path().endsWith(":generateAccessToken")
                                        && request.header("Authorization").equals("Bearer ya29.federated")
                                ? json(
                                        """
                                {"accessToken": "ya29.impersonated", "expireTime": "2099-01-01T00:00:00Z"}""")
                                : HttpResponse.empty(404));
    }

    private static HttpResponse json(String text) {
        return HttpResponse.json(200, text.getBytes(UTF_8));
    }
}
