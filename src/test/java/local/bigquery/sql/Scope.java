package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that names in one SELECT can mean. */
final class Scope {

    /** @param origins where its values come from as far as a filter on it filters them; several below a UNION ALL */
    record Column(String qualifier, String name, Type type, String sql, boolean hidden, List<Origin> origins) {

        boolean isNamed(List<String> path) {
            return path.size() == 1
                    ? name.equalsIgnoreCase(path.get(0))
                    : path.size() == 2 && qualifier.equalsIgnoreCase(path.get(0)) && name.equalsIgnoreCase(path.get(1));
        }

        Typed typed() {
            origins.forEach(o -> o.use().references(o.column()));
            return Typed.of(type, sql);
        }
    }

    private final List<Column> columns = new ArrayList<>();

    void add(Column column) {
        columns.add(column);
    }

    List<Column> columns() {
        return columns;
    }

    Optional<Column> find(Expr.Name name) {
        List<Column> found =
                columns.stream().filter(c -> c.isNamed(name.path())).toList();
        if (found.size() > 1) {
            throw InvalidQuery.at(name.at(), "Column name " + String.join(".", name.path()) + " is ambiguous");
        }
        if (found.isEmpty() && name.path().size() > 1 && columns.stream().anyMatch(c -> leads(c, name.path()))) {
            throw InvalidQuery.unsupported(name.at(), "field access " + String.join(".", name.path()));
        }
        return found.stream().findFirst();
    }

    private static boolean leads(Column column, List<String> path) {
        return column.isNamed(path.subList(0, 1)) || column.isNamed(path.subList(0, 2));
    }
}
