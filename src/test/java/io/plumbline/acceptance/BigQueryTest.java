package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run that only uses BigQuery itself: rows of its own, no record, and a verdict all the same. */
@Execution(ExecutionMode.CONCURRENT)
class BigQueryTest {

    @TempDir
    Path folder;

    @Test
    void itsActionsHaveRowsAndStandOutsideOfTheAccount() {
        Ended ended =
                Program.gatling(folder, BigQuerySimulation.class, Map.of()).run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertInserts(ended);
        assertQueries(ended);
        assertArrivals(ended);

        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.count("intended")).isZero();
        assertThat(ended.count("foreign")).isZero();
        assertThat(ended.run().path("generator").path("lateness").path("count").asLong())
                .as("looks at the generator's timer")
                .isPositive();
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }

    private static void assertInserts(Ended ended) {
        assertWentWell(ended, "Insert", "Alike", "Maps", "Expected");
        assertFailed(ended, "Insert", "Refused", "Nowhere", "Ill named", "Body", "Text", "Empty");
        ended.assertRows("Name #{nothing}", "Insert", 0, 1);
        assertThat(ended.console())
                .contains(
                        "rows refused: 2, row 1: invalid at nope: no such field: nope.",
                        "notFound: 404 Not found: Table",
                        "not sent: 'a.b.c.d.`' is not table, dataset.table or project.dataset.table",
                        "not sent: row 1: body: No attribute named 'nothing' is defined",
                        "not sent: row 0: it is no JSON: Unrecognized token 'no'",
                        "not sent: there are no rows to insert",
                        "not sent: name: No attribute named 'nothing' is defined");
    }

    private static void assertQueries(Ended ended) {
        assertWentWell(ended, "Query", "Typed", "Inserted", "Saved");
        assertFailed(ended, "Query", "Wrong", "Unmet", "Parameter", "Sql");
        assertThat(ended.console())
                .contains(
                        "invalidQuery: 400 ",
                        "rowCount.find.is(2), found 1",
                        "not sent: parameter p: No attribute named 'nothing' is defined",
                        "not sent: query: No attribute named 'nothing' is defined");
    }

    private static void assertArrivals(Ended ended) {
        assertWentWell(ended, "Arrival", "Seen", "Late");
        assertFailed(ended, "Arrival", "Never", "Id", "Since");
        assertThat(ended.console())
                .contains(
                        "not seen within 4 s",
                        "not looked for: id: No attribute named 'nothing' is defined",
                        "not looked for: since: 'yesterday' is no moment of today in microseconds since 1970",
                        "watched: 2 seen, 1 not seen");
        assertThat(ended.run().at("/watched/latency/count").asInt()).isEqualTo(3);
        assertThat(ended.run().at("/watched/latency/min/lower").isNumber()).isTrue();
        assertThat(ended.run().path("watched").path("seen").asLong()).isEqualTo(2);
        assertThat(ended.run().path("watched").path("notSeen").asLong()).isEqualTo(1);
    }

    private static void assertWentWell(Ended ended, String row, String... groups) {
        for (String group : groups) {
            assertThat(ended.console()).contains(group + " went well");
            ended.assertRows(group, row, 1, 0);
        }
    }

    private static void assertFailed(Ended ended, String row, String... groups) {
        for (String group : groups) {
            assertThat(ended.console()).contains(group + " failed");
            ended.assertRows(group, row, 0, 1);
        }
    }
}
