package io.plumbline.arrival;

import io.plumbline.trace.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table in memory, on a clock of its own making; each query takes as long as told. */
public final class FakeTable implements ArrivalSource {

    private final AtomicLong clock;
    private final List<Row> rows = new ArrayList<>();
    private final List<Sealed> sealed = new ArrayList<>();
    private final List<Stray> strays = new ArrayList<>();
    private Evidence evidence = new Evidence(true, true, true, true, true);
    private @Nullable OrderCount order;
    private long queryMicros;
    private boolean jobs;
    private long ahead;
    private long createdAfter;
    private long endedAfter;
    private @Nullable String failure;
    private int failures;
    private int queries;
    private final List<List<String>> asked = new ArrayList<>();
    private int blocksRead;

    public FakeTable(AtomicLong clock) {
        this.clock = clock;
    }

    public void insert(Row row) {
        rows.add(row);
    }

    /** Also a row with a digest; all of them are suspects. */
    public void insert(Sealed row) {
        sealed.add(row);
    }

    public void insert(Stray row) {
        strays.add(row);
    }

    public void shows(Evidence only) {
        evidence = only;
    }

    /** What it says about order; that all is well unless told. */
    public void saysOfOrder(OrderCount count) {
        order = count;
    }

    public void queriesTake(long micros) {
        queryMicros = micros;
    }

    /** Answers carry the times of their jobs, on a clock that is ahead. */
    public void jobsTake(long aheadMicros, long untilCreated, long untilEnded) {
        jobs = true;
        ahead = aheadMicros;
        createdAfter = untilCreated;
        endedAfter = untilCreated + untilEnded;
    }

    private Optional<Answer.JobTimes> job(long sent) {
        return jobs
                ? Optional.of(
                        new Answer.JobTimes(millis(sent + ahead + createdAfter), millis(sent + ahead + endedAfter)))
                : Optional.empty();
    }

    private static long millis(long micros) {
        return micros / 1_000 * 1_000;
    }

    /** The next queries fail. */
    public void fail(int times, String message) {
        failures = times;
        failure = message;
    }

    public int queries() {
        return queries;
    }

    /** How often rows were asked for by their ids. */
    public int blocksRead() {
        return blocksRead;
    }

    /** The lists of ids that were asked for. */
    public List<List<String>> asked() {
        return asked;
    }

    public void clear() {
        rows.clear();
    }

    @Override
    public Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure {
        long from = insertedFromMicros.orElse(Long.MIN_VALUE);
        return answer(row -> row.stamps().at(Stamp.INSERTED).orElse(Long.MIN_VALUE) >= from);
    }

    @Override
    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
        asked.add(ids);
        return answer(row -> ids.contains(row.traceId()));
    }

    @Override
    public Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure {
        return rowsOf(ids);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
        if (firstId.compareTo("run-abcd-0-l") > 0) {
            blocksRead++;
        }
        return answer(
                row -> firstId.compareTo(row.traceId()) <= 0 && row.traceId().compareTo(lastId) <= 0);
    }

    @Override
    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
        Answer<Row> all = answer(row -> true);
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        for (Row row : all.rows()) {
            String block = row.traceId()
                    .substring(0, Math.min(blockLength, row.traceId().length()));
            blocks.computeIfAbsent(block, first -> new ArrayList<>()).add(row.traceId());
        }
        List<BlockCount> counts = new ArrayList<>();
        blocks.forEach((block, ids) -> {
            Set<String> different = new LinkedHashSet<>(ids);
            counts.add(new BlockCount(block, ids.size(), different.size()));
        });
        return new Answer<>(counts, all.sentMicros(), all.receivedMicros(), 0);
    }

    @Override
    public Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure {
        return of(List.of(order == null ? new OrderCount(Long.MAX_VALUE, 0) : order));
    }

    @Override
    public Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure {
        return of(List.of((long) sealedBetween(firstId, lastId).size()));
    }

    @Override
    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
        return of(sealedBetween(firstId, lastId));
    }

    @Override
    public Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure {
        return of(strays.stream()
                .filter(stray -> sequenceNumbers.contains(stray.sequenceNumber()))
                .toList());
    }

    @Override
    public Evidence evidence() {
        return evidence;
    }

    private List<Sealed> sealedBetween(String firstId, String lastId) {
        return sealed.stream()
                .filter(row ->
                        firstId.compareTo(row.traceId()) <= 0 && row.traceId().compareTo(lastId) <= 0)
                .toList();
    }

    private <T> Answer<T> of(List<T> found) throws QueryFailure {
        Answer<Row> none = answer(row -> false);
        return new Answer<>(found, none.sentMicros(), none.receivedMicros(), none.bytesBilled());
    }

    private Answer<Row> answer(Predicate<Row> wanted) throws QueryFailure {
        queries++;
        if (failures > 0) {
            failures--;
            throw new QueryFailure(String.valueOf(failure), null);
        }
        long sent = clock.get();
        List<Row> found = rows.stream().filter(wanted).toList();
        long received = clock.addAndGet(queryMicros);
        return new Answer<>(found, sent, received, job(sent), 100);
    }
}
