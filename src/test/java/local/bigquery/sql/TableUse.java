package local.bigquery.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one mention of a table in a query touches: the basis of its price. Filled while names are resolved. */
public final class TableUse {

    /**
     * Bounds that every row of the answer keeps in a TIMESTAMP or DATE column, in epoch microseconds, both included.
     *
     * @param orNull whether rows with NULL there pass too
     */
    public record Range(long from, long to, boolean orNull) {

        public static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE, true);

        Range and(Range other) {
            return new Range(Math.max(from, other.from), Math.min(to, other.to), orNull && other.orNull);
        }
    }

    private final Relation relation;
    private final Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Value> equalities = new HashMap<>();
    private final Map<String, Range> ranges = new HashMap<>();

    TableUse(Relation relation) {
        this.relation = relation;
    }

    public Relation relation() {
        return relation;
    }

    /** Columns referenced anywhere in the query. */
    public Set<String> columns() {
        return columns;
    }

    /** By column, the constant that every row of the answer has there, where the query says so. */
    public Map<String, Value> equalities() {
        return equalities;
    }

    public Map<String, Range> ranges() {
        return ranges;
    }

    void references(String column) {
        columns.add(column);
    }

    void equal(String column, Value value) {
        equalities.put(column, value);
    }

    void within(String column, Range range) {
        ranges.merge(column, range, Range::and);
    }
}
