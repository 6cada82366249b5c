package io.plumbline.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import io.plumbline.trace.Digest;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import local.VirtualPath;
import local.World;
import local.bigquery.Conduct;

/** The queries of the arrival source, answered by hand from a virtual pipeline's rows. */
final class VirtualTable implements ArrivalSource {

    private static final Map<Stamp, String> STAMPS = Map.of(
            Stamp.KINESIS_ARRIVAL, "kinesis_arrival",
            Stamp.LAMBDA_RECEIVED, "lambda_received",
            Stamp.LAMBDA_DONE, "lambda_done",
            Stamp.INSERTED, "inserted_at");

    private static final Duration NETWORK = Duration.ofMillis(4);

    private final World world;
    private final VirtualPath pipeline;
    private final String run;
    private final Map<JsonNode, Row> read = new IdentityHashMap<>();

    VirtualTable(World world, VirtualPath pipeline, String run) {
        this.world = world;
        this.pipeline = pipeline;
        this.run = run;
    }

    @Override
    public Evidence evidence() {
        return new Evidence(true, true, true, true, true);
    }

    @Override
    public Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure {
        long from = insertedFromMicros.orElse(Long.MIN_VALUE);
        return ask(rows -> rows.stream()
                .map(this::row)
                .filter(row -> row.stamps().at(Stamp.INSERTED).orElse(Long.MIN_VALUE) >= from)
                .toList());
    }

    @Override
    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
        Set<String> asked = Set.copyOf(ids);
        return ask(rows -> rows.stream()
                .filter(row -> asked.contains(text(row, "trace_id")))
                .map(this::row)
                .toList());
    }

    /** Nobody asks for others. */
    @Override
    public Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure {
        return rowsOf(ids);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
        return ask(
                rows -> between(rows, firstId, lastId).stream().map(this::row).toList());
    }

    @Override
    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
        return ask(rows -> {
            Map<String, List<String>> blocks = rows.stream()
                    .map(row -> text(row, "trace_id"))
                    .collect(Collectors.groupingBy(id -> id.substring(0, Math.min(id.length(), blockLength))));
            List<BlockCount> counts = new ArrayList<>();
            blocks.forEach((block, ids) -> counts.add(
                    new BlockCount(block, ids.size(), ids.stream().distinct().count())));
            return counts;
        });
    }

    @Override
    public Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure {
        return ask(rows -> {
            Map<String, JsonNode> deliveries = new LinkedHashMap<>();
            between(rows, firstId, lastId).stream()
                    .sorted(Comparator.comparing((JsonNode row) -> text(row, "lambda_received"))
                            .thenComparing(row -> text(row, "kinesis_sequence_number")))
                    .forEach(row -> deliveries.putIfAbsent(text(row, "trace_id"), row));
            return List.of(new OrderCount(deliveries.size(), overtaken(deliveries.values())));
        });
    }

    /** @param deliveries in the order in which the function received them */
    private static long overtaken(Iterable<JsonNode> deliveries) {
        Map<String, NavigableMap<Long, String>> highest = new HashMap<>();
        long overtaken = 0;
        for (JsonNode row : deliveries) {
            NavigableMap<Long, String> ofKey = highest.computeIfAbsent(text(row, "key"), key -> new TreeMap<>());
            String number = text(row, "kinesis_sequence_number");
            Map.Entry<Long, String> earlier = ofKey.lowerEntry(micros(row, "lambda_received"));
            if (earlier != null && earlier.getValue().compareTo(number) > 0) {
                overtaken++;
            }
            Map.Entry<Long, String> last = ofKey.lastEntry();
            boolean higher = last == null || number.compareTo(last.getValue()) > 0;
            ofKey.put(micros(row, "lambda_received"), higher ? number : last.getValue());
        }
        return overtaken;
    }

    @Override
    public Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure {
        return ask(rows -> List.of(between(rows, firstId, lastId).stream()
                .filter(row -> row.has("digest"))
                .count()));
    }

    @Override
    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
        return ask(rows -> between(rows, firstId, lastId).stream()
                .map(row -> new Sealed(text(row, "trace_id"), text(row, "key"), text(row, "data"), text(row, "digest")))
                .filter(row -> !Digest.matches(row.digest(), row.traceId(), row.key(), row.data()))
                .toList());
    }

    @Override
    public Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure {
        return ask(rows -> List.of());
    }

    private <T> Answer<T> ask(Function<List<JsonNode>, List<T>> query) throws QueryFailure {
        long sent = world.nowMicros();
        Conduct.Query how = pipeline.nextQuery();
        world.pass(NETWORK);
        long created = millis(pipeline.googleMicros());
        world.pass(how.beforeSnapshot());
        long snapshot = world.nowMicros() - how.unseen().toNanos() / 1_000;
        List<JsonNode> visible = pipeline.rows().stream()
                .filter(row -> row.visibleMicros() <= snapshot)
                .map(VirtualPath.Stored::columns)
                .filter(row -> text(row, "run_id").equals(run))
                .toList();
        world.pass(how.beforeAnswer().plus(how.incomplete()));
        long ended = millis(pipeline.googleMicros());
        world.pass(NETWORK);
        if (how.failure().isPresent()) {
            throw new QueryFailure(how.failure().get().getMessage(), null);
        }
        if (how.warned()) {
            throw new QueryFailure("a warning", null);
        }
        Answer.JobTimes job = new Answer.JobTimes(created, ended);
        return new Answer<>(query.apply(visible), sent, world.nowMicros(), Optional.of(job), 0);
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000L) * 1_000;
    }

    private static List<JsonNode> between(List<JsonNode> rows, String firstId, String lastId) {
        return rows.stream()
                .filter(row -> text(row, "trace_id").compareTo(firstId) >= 0
                        && text(row, "trace_id").compareTo(lastId) <= 0)
                .toList();
    }

    private Row row(JsonNode columns) {
        return read.computeIfAbsent(columns, VirtualTable::readRow);
    }

    private static Row readRow(JsonNode columns) {
        Stamps stamps = Stamps.none();
        Map<Stamp, Long> known = new HashMap<>();
        STAMPS.forEach((stamp, column) -> {
            if (columns.has(column)) {
                known.put(stamp, micros(columns, column));
            }
        });
        for (Map.Entry<Stamp, Long> stamp : known.entrySet()) {
            stamps = stamps.with(stamp.getKey(), stamp.getValue());
        }
        return new Row(text(columns, "trace_id"), stamps, text(columns, "kinesis_sequence_number"));
    }

    private static long micros(JsonNode row, String column) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text(row, column)));
    }

    private static String text(JsonNode row, String column) {
        return row.path(column).asText();
    }
}
