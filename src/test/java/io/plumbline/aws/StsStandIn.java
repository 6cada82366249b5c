package io.plumbline.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;

/** STS as far as a login needs it, in its query protocol: parameters as a form, answers in XML. */
final class StsStandIn implements AutoCloseable {

    static final String ACCOUNT = "123456789012";
    static final String KEY_ID = "ASIAASSUMEDASSUMED01";
    static final String SECRET_KEY = "secret-key-of-the-assumed-role";
    static final String SESSION_TOKEN = "session-token-of-the-assumed-role";

    /** What it was asked, parameters by name; {@code Signer} is the key that signed, if one did. */
    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

    /** Of what it gives from now on. */
    volatile Instant expiration = Instant.parse("2099-01-01T00:00:00Z");

    /** The external id that AssumeRole demands. */
    private final String externalId;

    private final HttpServer server = HttpServer.start("sts", this::answer);

    StsStandIn(String externalId) {
        this.externalId = externalId;
    }

    URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        new QueryStringDecoder(new String(request.body(), UTF_8), false)
                .parameters()
                .forEach((name, values) -> parameters.put(name, values.get(0)));
        String signer = request.header("Authorization").replaceFirst(".*Credential=([^/]+)/.*", "$1");
        parameters.put("Signer", signer);
        asked.add(parameters);
        return CompletableFuture.completedFuture(
                switch (parameters.get("Action")) {
                    case "AssumeRole" ->
                        externalId.equals(parameters.get("ExternalId"))
                                ? xml(200, result("AssumeRole", credentials()))
                                : xml(403, denied(parameters.get("RoleArn")));
                    case "AssumeRoleWithWebIdentity" -> xml(200, result("AssumeRoleWithWebIdentity", credentials()));
                    case "GetCallerIdentity" -> xml(200, result("GetCallerIdentity", identity()));
                    default -> xml(400, "<ErrorResponse/>");
                });
    }

    private static String result(String action, String content) {
        return "<%1$sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                .formatted(action, content);
    }

    private String credentials() {
        return "<Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>"
                        .formatted(KEY_ID, SECRET_KEY)
                + "<SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>"
                        .formatted(SESSION_TOKEN, expiration);
    }

    private static String identity() {
        return "<Arn>arn:aws:iam::%1$s:user/tester</Arn><UserId>AIDA</UserId><Account>%1$s</Account>"
                .formatted(ACCOUNT);
    }

    private static String denied(String role) {
        return ("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User:"
                        + " arn:aws:iam::%s:user/tester is not authorized to perform: sts:AssumeRole on resource: %s"
                        + "</Message></Error></ErrorResponse>")
                .formatted(ACCOUNT, role);
    }

    private static HttpResponse xml(int status, String body) {
        return HttpResponse.of(status, "text/xml", body.getBytes(UTF_8));
    }
}
