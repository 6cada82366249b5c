package local.bigquery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import local.bigquery.sql.InvalidQuery;
import local.bigquery.sql.Translation;

/** Plans, prices and runs queries, as the run's conduct has it. */
final class QueryEngine {

    private static final String SKIPPED_BUFFER =
            "Data in the streaming buffer was skipped: the answer may lack recent rows.";
    private static final String LACKS_ROWS =
            "The local stand-in has dropped rows that this query asks for, to stay within its memory.";

    /** A query's translation, its price, and what it sees. */
    record Plan(Translation translation, Price price, AsOf asOf) implements Store.Plan {}

    private final Catalog catalog;
    private final Store store;
    private final LongSupplier clock;
    private final BigQueryService.Options options;
    private final Later later;

    QueryEngine(Catalog catalog, Store store, LongSupplier clock, BigQueryService.Options options, Later later) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.options = options;
        this.later = later;
    }

    /** Where all tables are. */
    String location() {
        return options.location();
    }

    /** The plan alone: errors and price, no rows. */
    Plan dryRun(QueryRequest request) {
        return store.plan(now -> plan(request, now, now, now));
    }

    CompletableFuture<QueryJob.Done> run(QueryRequest request, long createdMicros, Conduct.Query conduct) {
        CompletableFuture<Ran> ran = later.run(conduct.beforeSnapshot(), () -> {
            if (conduct.failure().isPresent()) {
                throw conduct.failure().get();
            }
            return run(request, conduct.unseen());
        });
        Duration rest = conduct.beforeAnswer().plus(conduct.incomplete());
        return ran.thenCompose(r -> later.run(rest, () -> done(r, createdMicros, conduct.warned())));
    }

    private record Ran(long startedMicros, Store.Answer<Plan> answer) {}

    private Ran run(QueryRequest request, Duration unseen) throws SQLException {
        long started = clock.getAsLong();
        try {
            return new Ran(started, store.query(now -> plan(request, started, now, now - unseen.toNanos() / 1000)));
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private QueryJob.Done done(Ran ran, long createdMicros, boolean warned) {
        Plan plan = ran.answer().plan();
        Optional<String> warning = plan.price().lacksRows()
                ? Optional.of(LACKS_ROWS)
                : warned ? Optional.of(SKIPPED_BUFFER) : Optional.empty();
        return new QueryJob.Done(
                new QueryJob.Times(createdMicros, ran.startedMicros(), clock.getAsLong()),
                plan.price(),
                new Result(plan.translation().columns(), ran.answer().rows()),
                warning);
    }

    private Plan plan(QueryRequest request, long startedMicros, long snapshotMicros, long visibleMicros) {
        AsOf asOf = new AsOf(snapshotMicros, visibleMicros, options.bufferAge().toNanos() / 1000);
        try {
            Translation translation = Translation.of(
                    request.sql(),
                    request.parameters(),
                    catalog.seenFrom(request.project(), request.defaultDataset(), asOf),
                    startedMicros);
            checkLocation(request, translation);
            Price.checkPartitionFilters(translation.uses());
            Price price = Price.of(translation.uses(), catalog, asOf);
            request.maximumBytesBilled()
                    .filter(limit -> limit < price.estimatedBilled())
                    .ifPresent(limit -> {
                        throw new GoogleError(
                                400,
                                "bytesBilledLimitExceeded",
                                "Query exceeded limit for bytes billed: %d. %d or higher required."
                                        .formatted(limit, price.estimatedBilled()));
                    });
            return new Plan(translation, price, asOf);
        } catch (InvalidQuery e) {
            throw GoogleError.invalidQuery(e.getMessage());
        }
    }

    /** A query elsewhere finds nothing. */
    private void checkLocation(QueryRequest request, Translation translation) {
        Optional<String> elsewhere = request.location().filter(where -> !where.equalsIgnoreCase(options.location()));
        if (elsewhere.isPresent() && !translation.uses().isEmpty()) {
            TableName table =
                    catalog.table(translation.uses().get(0).relation()).name();
            throw GoogleError.notFound("Dataset %s:%s was not found in location %s"
                    .formatted(table.project(), table.dataset(), elsewhere.get()));
        }
    }

    private static GoogleError translated(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Out of Memory")
                ? new GoogleError(400, "resourcesExceeded", "Resources exceeded during query execution: " + message)
                : GoogleError.invalidQuery(message);
    }
}
