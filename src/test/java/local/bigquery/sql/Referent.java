package local.bigquery.sql;

import java.util.List;

/** What a name in a FROM clause stands for. */
public sealed interface Referent permits Relation, SavedQuery {

    /** Where the translator looks names up. */
    @FunctionalInterface
    interface Catalog {

        /** @param path one to three parts; the missing leading ones are the request's defaults */
        Referent find(List<String> path);
    }
}
