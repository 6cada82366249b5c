package local.bigquery.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one mention of a table in a query touches: the basis of its price. Filled while names are resolved. */
public final class TableUse {

    private final Relation relation;
    private final Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Value> equalities = new LinkedHashMap<>();
    private boolean partitionFiltered;

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

    /** The constant that every row of the answer has in the column the table is clustered by, if the query says so. */
    public Map<String, Value> equalities() {
        return equalities;
    }

    public boolean partitionFiltered() {
        return partitionFiltered;
    }

    void references(String column) {
        columns.add(column);
    }

    void equal(String column, Value value) {
        equalities.put(column, value);
    }

    void filterPartitions() {
        partitionFiltered = true;
    }
}
