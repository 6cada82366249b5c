package local.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import local.truth.Asked;
import local.truth.InsertListener;

/** Tells of the rows of a foreign table in the words of the reference table. */
public record ShapedRows(Shape shape, InsertListener listener) implements InsertListener {

    @Override
    public void inserted(String table, List<JsonNode> rows, long visibleMicros) {
        listener.inserted(table, rows.stream().map(shape::reference).toList(), visibleMicros);
    }

    @Override
    public void queried(Asked how, long bytes) {
        listener.queried(how, bytes);
    }
}
