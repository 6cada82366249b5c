package io.plumbline.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.plumbline.aws.StreamFacts;
import io.plumbline.bigquery.TableFacts;
import io.plumbline.bigquery.TableFacts.ColumnFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is guessed of a table's columns. */
class SettingsDraftTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    @Test
    void theReferenceTableIsGuessedWhole() {
        Config draft = draft(
                Optional.empty(),
                false,
                "run_id STRING",
                "trace_id STRING",
                "key STRING",
                "kinesis_sequence_number STRING",
                "digest STRING",
                "kinesis_arrival TIMESTAMP",
                "lambda_received TIMESTAMP",
                "lambda_done TIMESTAMP",
                "data JSON",
                "inserted_at TIMESTAMP CURRENT_TIMESTAMP()");
        Config reference = ConfigFactory.parseResources("reference.conf").getConfig("plumbline");

        assertThat(draft.getConfig("columns")).isEqualTo(reference.getConfig("columns"));
        assertThat(draft.getConfig("trace")).isEqualTo(reference.getConfig("trace"));
        assertThat(draft.hasPath("bigquery.requiredFilter")).isFalse();
    }

    @Test
    void numbersUuidsAndWhatIsNotThere() {
        Config numbers = draft(Optional.empty(), false, "event_id INT64", "received INT64", "note STRING");
        assertThat(numbers.getString("trace.column")).isEqualTo("event_id");
        assertThat(numbers.getString("trace.codec")).isEqualTo("int64");
        assertThat(numbers.getString("columns.lambdaReceived")).isEqualTo("received");
        assertThat(numbers.getString("columns.runId")).isEmpty();
        assertThat(numbers.getString("columns.inserted")).isEmpty();

        assertThat(draft(Optional.empty(), false, "CorrelationId STRING").getString("trace.codec"))
                .isEqualTo("uuid");
    }

    @Test
    void anIdInsideOfJsonIsAGuessAndNoIdAQuestion() {
        assertThat(draft(Optional.empty(), false, "payload JSON").getString("trace.column"))
                .isEqualTo("payload.traceId");
        assertThat(text(Optional.empty(), false, "note STRING")).contains("# No column looks like an id: name the one");
    }

    @Test
    void partitionsAreNamedByTheTypeOfTheirColumn() {
        assertThat(filter("day", "id STRING", "day DATE")).isEqualTo("day >= CURRENT_DATE() - 1");
        assertThat(filter("at", "id STRING", "at TIMESTAMP"))
                .isEqualTo("at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)");
        assertThat(filter("_PARTITIONTIME", "id STRING")).startsWith("_PARTITIONTIME IS NULL OR");
    }

    @Test
    void aStreamByItsArnNeedsNoRegion() {
        Config draft = draft(Optional.empty(), false, "id STRING");

        assertThat(draft.getString("kinesis.stream")).isEqualTo(ARN);
        assertThat(draft.hasPath("aws.region")).isFalse();
    }

    private static String filter(String partitionedBy, String... columns) {
        return draft(Optional.of(partitionedBy), true, columns).getString("bigquery.requiredFilter");
    }

    private static Config draft(Optional<String> partitionedBy, boolean required, String... columns) {
        return ConfigFactory.parseString(text(partitionedBy, required, columns)).getConfig("plumbline");
    }

    /** @param columns each a name, a type and perhaps a default */
    private static String text(Optional<String> partitionedBy, boolean required, String... columns) {
        List<ColumnFacts> facts = Stream.of(columns)
                .map(column -> column.split(" "))
                .map(parts -> new ColumnFacts(
                        parts[0], parts[1], parts.length > 2 ? Optional.of(parts[2]) : Optional.empty()))
                .toList();
        return SettingsDraft.of(
                "",
                ARN,
                new StreamFacts("orders", ARN, "ACTIVE", 2, false),
                "acme.events.orders",
                new TableFacts(
                        "table acme.events.orders",
                        false,
                        facts,
                        Optional.of("EU"),
                        Optional.empty(),
                        7,
                        1 << 20,
                        List.of(),
                        partitionedBy,
                        required));
    }
}
