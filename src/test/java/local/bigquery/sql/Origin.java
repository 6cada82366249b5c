package local.bigquery.sql;

/** A stored table's column, whose values another column has unchanged. */
record Origin(TableUse use, String column) {}
