package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.gatling.Insert;
import io.plumbline.gatling.Insert.Options;
import java.util.List;

/**
 * Inserts rows by {@code tabledata.insertAll}, in one request and without retries. Its row in Gatling's report:
 * {@code Insert}, the round trip.
 *
 * <p>{@code Insert} fails, and with it the user, when BigQuery refuses the request or a row, when there is no answer within
 * {@code plumbline.bigquery.actionTimeout} (then the rows may have been inserted all the same), and when the rows cannot be
 * made. A check on {@code insertErrors()} takes refused rows for itself: then the checks decide.
 *
 * <p>Direct inserts stand outside of the account of the records.
 */
public final class InsertBuilder implements io.gatling.javaapi.core.ActionBuilder {

    private final Insert insert;

    InsertBuilder(Insert insert) {
        this.insert = insert;
    }

    /**
     * Another table than that of the settings.
     *
     * @param table {@code table}, {@code dataset.table} or {@code project.dataset.table}, what is missing being that of the
     *     settings' table; Gatling's expression language
     */
    public InsertBuilder into(String table) {
        return new InsertBuilder(insert.into(table));
    }

    /**
     * Rows without an id of their own. By default each has one, by which BigQuery drops for about a minute, as well as it
     * can, a row that comes a second time.
     */
    public InsertBuilder withoutInsertIds() {
        return new InsertBuilder(insert.with(new Options(false, insert.options().skipInvalid())));
    }

    /** Inserts valid rows though others are not valid. By default one that is not valid stops all. */
    public InsertBuilder skipInvalidRows() {
        return new InsertBuilder(insert.with(new Options(insert.options().insertIds(), true)));
    }

    /**
     * Checks on the answer: {@code insertErrors()}, and on BigQuery's own list of them, a JSON array such as
     * {@code [{"index": 0, "errors": [{"reason": "invalid", "location": "amount", "message": "no such field"}]}]}, Gatling's
     * {@code bodyString()}, {@code substring(…)}, {@code regex(…)}, {@code jsonPath(…)} and {@code jmesPath(…)}.
     *
     * @throws IllegalArgumentException if a check is on something else
     */
    public InsertBuilder check(CheckBuilder... checks) {
        return new InsertBuilder(insert.checking(List.of(checks)));
    }

    @Override
    public ActionBuilder asScala() {
        return insert.asScala();
    }
}
