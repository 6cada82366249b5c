package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import local.http.HttpRequest;
import local.http.HttpResponse;

/** The service called as its HTTP server calls it, without a socket; a data set d, a clock that tests move. */
final class Rest implements AutoCloseable {

    static final long START_MICROS = 1_700_000_000_123_456L;

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer: its status, and its body as JSON. */
    record Answer(int status, JsonNode body) {

        String reason() {
            return body.path("error").path("errors").path(0).path("reason").asText();
        }

        String message() {
            return body.path("error").path("message").asText();
        }

        /** A query's rows: cells joined by a bar. */
        List<String> rows() {
            List<String> rows = new ArrayList<>();
            for (JsonNode row : body.path("rows")) {
                List<String> cells = new ArrayList<>();
                row.path("f").forEach(cell -> cells.add(cell.path("v").asText("null")));
                rows.add(String.join("|", cells));
            }
            return rows;
        }
    }

    final AtomicLong clock = new AtomicLong(START_MICROS);
    final List<JsonNode> inserted = new CopyOnWriteArrayList<>();
    final BigQueryService service;

    Rest() {
        this(BigQueryService.Options.within(256, 1), Conduct.FAULTLESS);
    }

    Rest(Conduct conduct) {
        this(BigQueryService.Options.within(256, 1), conduct);
    }

    Rest(BigQueryService.Options options, Conduct conduct) {
        service = new BigQueryService(options, clock::get, (table, rows, micros) -> inserted.addAll(rows), conduct);
        ok(post("/datasets", "{'datasetReference': {'datasetId': 'd'}}"));
    }

    /** A table d.t of this schema; {@code more} is added to its resource, quotes single. */
    void table(String fields, String more) {
        ok(post(
                "/datasets/d/tables",
                "{'tableReference': {'tableId': 't'}, 'schema': {'fields': [" + fields + "]}" + more + "}"));
    }

    static String field(String name, String type) {
        return "{'name': '" + name + "', 'type': '" + type + "'}";
    }

    Answer insert(String body) {
        return post("/datasets/d/tables/t/insertAll", body);
    }

    /** A jobs.query without parameters; {@code more} is added to the request. */
    Answer query(String sql, String more) {
        String request = json("{'useLegacySql': false, 'query': @" + more + "}");
        String text = TextNode.valueOf(sql).toString();
        return postBytes(
                "/queries",
                request.replaceFirst("@", Matcher.quoteReplacement(text)).getBytes(StandardCharsets.UTF_8));
    }

    List<String> rows(String sql) {
        return ok(query(sql, "")).rows();
    }

    static Answer ok(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        return answer;
    }

    /** @param body JSON with single quotes for its own */
    Answer post(String path, String body) {
        return postBytes(path, json(body).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    Answer postBytes(String path, byte[] body) {
        return join(start("POST", path, body));
    }

    Answer get(String path) {
        return join(start("GET", path, new byte[0]));
    }

    Answer delete(String path) {
        return join(start("DELETE", path, new byte[0]));
    }

    /** Makes the view d.{@code name}. */
    Answer view(String name, String sql) {
        ObjectNode resource = JSON.createObjectNode();
        resource.putObject("tableReference").put("tableId", name);
        resource.putObject("view").put("query", sql).put("useLegacySql", false);
        return postBytes("/datasets/d/tables", resource.toString().getBytes(StandardCharsets.UTF_8));
    }

    CompletableFuture<HttpResponse> start(String method, String path, byte[] body) {
        return service.handle(new HttpRequest(method, "/bigquery/v2/projects/p" + path, new DefaultHttpHeaders(), body))
                .toCompletableFuture();
    }

    static Answer join(CompletableFuture<HttpResponse> response) {
        HttpResponse answer = response.orTimeout(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        try {
            return new Answer(answer.status(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
