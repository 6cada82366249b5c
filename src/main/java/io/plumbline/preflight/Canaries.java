package io.plumbline.preflight;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Stray;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.PutEntry;
import io.plumbline.aws.PutOutcome;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.ledger.Sent;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts one record into each shard and looks for them until all have arrived, or their time is over. */
final class Canaries {

    private static final int MOST = 20;

    private final KinesisGateway stream;
    private final BigQueryGateway table;
    private final TraceIds ids;
    private final Supplier<Function<Sent, byte[]>> body;
    private final PartitionKeys keys;
    private final MicroClock clock;
    private final Duration within;
    private final Duration pollInterval;
    private final Clocks clocks = new Clocks();
    private long queries;
    private long queryMicros;

    Canaries(
            KinesisGateway stream,
            BigQueryGateway table,
            TraceIds ids,
            Supplier<Function<Sent, byte[]>> body,
            MicroClock clock,
            Duration within,
            Duration pollInterval) {
        this.stream = stream;
        this.table = table;
        this.ids = ids;
        this.keys = PartitionKeys.of(ids);
        this.body = body;
        this.clock = clock;
        this.within = within;
        this.pollInterval = pollInterval;
    }

    /** A record that was put, and what was seen of it. */
    private static final class Flight {
        private final String traceId;
        private final Sent sent;
        private final PutOutcome put;
        private long seenMicros;
        private List<Row> rows = List.of();

        private Flight(String traceId, Sent sent, PutOutcome put) {
            this.traceId = traceId;
            this.sent = sent;
            this.put = put;
        }
    }

    /**
     * Into each open shard; of very many shards, into some.
     *
     * @throws IllegalStateException if the shards are not told; the message says why
     * @throws IllegalArgumentException if there is no body for them; the message says why
     */
    List<Canary> fly() throws QueryFailure {
        Function<Sent, byte[]> bodies = body.get();
        List<Flight> flights = new ArrayList<>();
        for (String hashKey : stream.shardHashKeys().stream().limit(MOST).toList()) {
            long now = clock.nowMicros();
            Sent sent = new Sent(flights.size(), now, now, true);
            PutEntry entry = new PutEntry(bodies.apply(sent), keys.key(sent.sequence()), hashKey);
            PutOutcome put = stream.put(entry, null).toCompletableFuture().join();
            flights.add(new Flight(ids.load(sent.sequence()), sent, put));
        }
        watch(flights);
        return landed(flights);
    }

    private void watch(List<Flight> flights) throws QueryFailure {
        long deadline = clock.nowMicros() + within.toNanos() / 1_000;
        List<Flight> open = new ArrayList<>(flights);
        open.removeIf(flight -> !(flight.put instanceof PutOutcome.Acknowledged));
        while (!open.isEmpty() && clock.nowMicros() < deadline) {
            look(open);
            open.removeIf(flight -> !flight.rows.isEmpty());
            if (!open.isEmpty()) {
                LockSupport.parkNanos(pollInterval.toNanos());
            }
        }
    }

    private void look(List<Flight> open) throws QueryFailure {
        Map<String, List<Row>> found = new HashMap<>();
        Answer<Row> answer =
                table.rowsOf(open.stream().map(flight -> flight.traceId).toList());
        clocks.queried(answer);
        queries++;
        queryMicros += answer.receivedMicros() - answer.sentMicros();
        answer.rows().forEach(row -> found.computeIfAbsent(row.traceId(), id -> new ArrayList<>())
                .add(row));
        for (Flight flight : open) {
            flight.rows = found.getOrDefault(flight.traceId, List.of());
            flight.seenMicros = answer.receivedMicros();
            flight.rows.forEach(row -> clocks.seen(flight.sent.sentMicros(), row.stamps(), answer.receivedMicros()));
        }
    }

    private List<Canary> landed(List<Flight> flights) throws QueryFailure {
        Map<String, Stray> strays = strays(flights);
        List<Canary> canaries = new ArrayList<>();
        for (Flight flight : flights) {
            canaries.add(new Canary(
                    flight.traceId,
                    flight.sent.sentMicros(),
                    flight.put,
                    flight.seenMicros,
                    flight.rows,
                    Optional.ofNullable(number(flight)).map(strays::get).stream()
                            .toList()));
        }
        return canaries;
    }

    /** By sequence number, of records that were not seen. */
    private Map<String, Stray> strays(List<Flight> flights) throws QueryFailure {
        List<String> numbers = new ArrayList<>();
        for (Flight flight : flights) {
            String number = number(flight);
            if (number != null && flight.rows.isEmpty()) {
                numbers.add(number);
            }
        }
        Map<String, Stray> strays = new HashMap<>();
        if (!numbers.isEmpty() && table.evidence().sequenceNumbers()) {
            table.strays(numbers).rows().forEach(stray -> strays.put(stray.sequenceNumber(), stray));
        }
        return strays;
    }

    private static @Nullable String number(Flight flight) {
        return flight.put instanceof PutOutcome.Acknowledged taken ? taken.sequenceNumber() : null;
    }

    /** What is known of the others' clocks by now. */
    Clocks.Offsets clocks() {
        return clocks.update();
    }

    /** Of a look for arrivals. */
    Duration queryTime() {
        return Duration.ofNanos(queries == 0 ? 0 : queryMicros / queries * 1_000);
    }
}
