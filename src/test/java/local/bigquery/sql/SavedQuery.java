package local.bigquery.sql;

/**
 * A logical view: its query runs each time that it is mentioned.
 *
 * @param name {@code project.dataset.view}
 * @param catalog in which the names of its own query mean something
 */
public record SavedQuery(String name, String sql, Catalog catalog) implements Referent {}
