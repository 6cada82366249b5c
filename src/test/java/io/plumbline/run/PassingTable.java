package io.plumbline.run;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import java.util.List;
import java.util.OptionalLong;

/** Passes everything on, but for what is overridden. */
class PassingTable implements ArrivalSource {

    private final ArrivalSource table;

    PassingTable(ArrivalSource table) {
        this.table = table;
    }

    static <T> Answer<T> with(Answer<T> answer, List<T> rows) {
        return answer.with(rows);
    }

    /** A row of the run as those see it who ask here. */
    Row seen(Row row) {
        return row;
    }

    private Answer<Row> seen(Answer<Row> answer) {
        return answer.with(answer.rows().stream().map(this::seen).toList());
    }

    @Override
    public Evidence evidence() {
        return table.evidence();
    }

    @Override
    public Answer<Row> rows(OptionalLong from) throws QueryFailure {
        return seen(table.rows(from));
    }

    @Override
    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
        return seen(table.rowsOf(ids));
    }

    @Override
    public Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure {
        return table.rowsOfAnyRun(ids);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
        return seen(table.rowsBetween(firstId, lastId));
    }

    @Override
    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
        return table.countByBlock(blockLength);
    }

    @Override
    public Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure {
        return table.order(firstId, lastId);
    }

    @Override
    public Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure {
        return table.countSealed(firstId, lastId);
    }

    @Override
    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
        return table.suspects(firstId, lastId);
    }

    @Override
    public Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure {
        return table.strays(sequenceNumbers);
    }
}
