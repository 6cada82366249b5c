package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import local.http.HttpServer;

/** The service behind a real socket, Google's client before it, a clock that tests move. */
final class ServiceFixture implements AutoCloseable {

    static final long START_MICROS = 1_700_000_000_123_456L;

    final AtomicLong clock = new AtomicLong(START_MICROS);
    final List<JsonNode> inserted = new CopyOnWriteArrayList<>();
    final BigQueryService service;
    final HttpServer server;
    final BigQuery client;

    ServiceFixture() {
        service = new BigQueryService(256, 1, clock::get, (table, rows, visibleMicros) -> inserted.addAll(rows));
        server = HttpServer.start("bigquery-test", service);
        client = BigQueryOptions.newBuilder()
                .setProjectId("p")
                .setHost(server.uri().toString())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        client.create(DatasetInfo.of("d"));
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
