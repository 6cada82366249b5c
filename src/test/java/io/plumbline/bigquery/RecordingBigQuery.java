package io.plumbline.bigquery;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.bigquery.Conduct;
import local.http.HttpRequest;
import local.http.HttpServer;

/** The stand-in's BigQuery behind a real socket, with what it was asked since its reference table was made. */
final class RecordingBigQuery implements AutoCloseable {

    final BlockingQueue<HttpRequest> asked = new LinkedBlockingQueue<>();

    private final BigQueryService service;
    private final HttpServer server;

    RecordingBigQuery(LongSupplier clock, Conduct conduct) {
        this(BigQueryService.Options.within(256, 1), clock, conduct);
    }

    static RecordingBigQuery in(String location, LongSupplier clock) {
        return new RecordingBigQuery(BigQueryService.Options.within(256, 1).in(location), clock, Conduct.FAULTLESS);
    }

    private RecordingBigQuery(BigQueryService.Options options, LongSupplier clock, Conduct conduct) {
        service = new BigQueryService(options, clock, (table, rows, committedMicros) -> {}, conduct);
        server = HttpServer.start("bigquery", request -> {
            asked.add(request);
            return service.handle(request);
        });
    }

    URI uri() {
        return server.uri();
    }

    /** A table like the reference table, {@code p.d.…}, beside it. */
    void createAnother(String table) throws IOException {
        ReferenceTable.createAnother(server.uri(), "p", "d", table, "STRING");
        asked.clear();
    }

    /** {@code p.d.…} */
    void createView(String view, String sql) throws IOException {
        ReferenceTable.createView(server.uri(), "p", "d", view, sql);
        asked.clear();
    }

    /** {@code p.d.events} */
    void createTable() throws IOException {
        ReferenceTable.create(server.uri(), "p", "d", "events");
        asked.clear();
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
