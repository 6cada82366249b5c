package io.plumbline.bigquery;

import java.util.List;

/**
 * A query of a simulation's own.
 *
 * @param parameters the values of its {@code @names}
 * @param cached whether BigQuery may answer from its cache, without running it
 */
public record SqlQuery(String sql, List<SqlParameter> parameters, boolean cached) {

    public SqlQuery {
        parameters = List.copyOf(parameters);
    }
}
