package local.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request, its body already inflated.
 *
 * @param uri path and query as sent
 * @param headers names compare without regard to case
 */
public record HttpRequest(String method, String uri, HttpHeaders headers, byte[] body) {

    /** The path without the query, percent-decoded. */
    public String path() {
        return new QueryStringDecoder(uri).path();
    }

    /** The query's parameters, decoded. */
    public Map<String, List<String>> query() {
        return new QueryStringDecoder(uri).parameters();
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query().get(name)).map(values -> values.get(0));
    }

    /** The first value of a header; empty text if there is none. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
