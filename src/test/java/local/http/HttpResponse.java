package local.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer; its length is added by the server. */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {

    public static HttpResponse of(int status, String contentType, byte[] body) {
        return new HttpResponse(status, Map.of("Content-Type", contentType), body);
    }

    public static HttpResponse json(int status, byte[] body) {
        return of(status, "application/json; charset=UTF-8", body);
    }

    public static HttpResponse text(int status, String body) {
        return of(status, "text/plain; charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse empty(int status) {
        return new HttpResponse(status, Map.of(), new byte[0]);
    }
}
