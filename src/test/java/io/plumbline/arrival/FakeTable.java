package io.plumbline.arrival;

import io.plumbline.trace.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table in memory, on a clock of its own making; each query takes as long as told. */
public final class FakeTable implements ArrivalSource {

    private final AtomicLong clock;
    private final List<Row> rows = new ArrayList<>();
    private long queryMicros;
    private @Nullable String failure;
    private int failures;
    private int queries;

    public FakeTable(AtomicLong clock) {
        this.clock = clock;
    }

    public void insert(Row row) {
        rows.add(row);
    }

    public void queriesTake(long micros) {
        queryMicros = micros;
    }

    /** The next queries fail. */
    public void fail(int times, String message) {
        failures = times;
        failure = message;
    }

    public int queries() {
        return queries;
    }

    @Override
    public Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure {
        long from = insertedFromMicros.orElse(Long.MIN_VALUE);
        return answer(row -> row.stamps().at(Stamp.INSERTED).orElse(Long.MIN_VALUE) >= from);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
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
    public boolean canFilterByInsert() {
        return true;
    }

    @Override
    public boolean hasSequenceNumber() {
        return true;
    }

    private Answer<Row> answer(Predicate<Row> wanted) throws QueryFailure {
        queries++;
        if (failures > 0) {
            failures--;
            throw new QueryFailure(String.valueOf(failure), null);
        }
        long sent = clock.get();
        List<Row> found = rows.stream().filter(wanted).toList();
        return new Answer<>(found, sent, clock.addAndGet(queryMicros), 100);
    }
}
