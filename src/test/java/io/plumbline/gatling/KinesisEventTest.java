package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.gatling.javaapi.core.Session;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Read as Lambda's own runtime reads it. */
class KinesisEventTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);

    @BeforeAll
    static void configure() {
        GatlingDsl.configure();
    }

    @Test
    void eachRecordIsMadeOfItsOwnTexts() {
        List<KinesisEventRecord> records = read(KinesisEvent.of(
                user(),
                List.of(
                        template("{\"n\":#{trace.index},\"who\":\"#{who}\"}", "#{trace.key}"),
                        template("b", "k-#{who}")),
                CLOCK));

        assertThat(records).hasSize(2);
        assertThat(data(records.get(0))).isEqualTo("{\"n\":0,\"who\":\"ann\"}");
        assertThat(records.get(0).getKinesis().getPartitionKey()).isEqualTo("direct-0");
        assertThat(records.get(0).getKinesis().getApproximateArrivalTimestamp()).hasTime(CLOCK.millis());
        assertThat(data(records.get(1))).isEqualTo("b");
        assertThat(records.get(1).getKinesis().getPartitionKey()).isEqualTo("k-ann");
    }

    @Test
    void sequenceNumbersRiseAndAreAsLongAsTheServices() {
        List<RecordTemplate> two = List.of(template("a", "k"), template("a", "k"));
        List<KinesisEventRecord> records = read(KinesisEvent.of(user(), two, CLOCK));
        List<KinesisEventRecord> later = read(KinesisEvent.of(user(), two, CLOCK));

        List<String> numbers = List.of(number(records.get(0)), number(records.get(1)), number(later.get(0)));
        assertThat(numbers).isSorted().doesNotHaveDuplicates().allMatch(number -> number.matches("49\\d{54}"));
        assertThat(records.get(0).getEventID()).isEqualTo("shardId-000000000000:" + numbers.get(0));
    }

    @Test
    void whatCannotBeMadeIsNamed() {
        List<RecordTemplate> second = List.of(template("a", "k"), template("#{trace.id}", "k"));

        assertThatThrownBy(() -> KinesisEvent.of(user(), second, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("record 1: body: ");
        assertThatThrownBy(() -> KinesisEvent.of(user(), List.of(), CLOCK))
                .hasMessage("there are no records in the event");
    }

    private static Session user() {
        return new Session(RowsTest.session()).set("who", "ann");
    }

    private static RecordTemplate template(String body, String key) {
        return RecordTemplate.of(StringBody(body), key, Optional.empty());
    }

    private static String data(KinesisEventRecord record) {
        return StandardCharsets.UTF_8.decode(record.getKinesis().getData()).toString();
    }

    private static String number(KinesisEventRecord record) {
        return record.getKinesis().getSequenceNumber();
    }

    private static List<KinesisEventRecord> read(byte[] event) {
        return LambdaEventSerializers.serializerFor(
                        com.amazonaws.services.lambda.runtime.events.KinesisEvent.class,
                        KinesisEventTest.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(event))
                .getRecords();
    }
}
