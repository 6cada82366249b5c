package local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import local.http.HttpRequest;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import local.kinesis.Shard;
import local.kinesis.StreamRecord;
import local.lambda.ShardPoller.Lane;
import org.junit.jupiter.api.Test;

class ShardPollerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private long nowMicros = 1_700_000_000_123_000L;
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "1", () -> nowMicros, false);
    private final KinesisStream stream = streams.create("s", 1);
    private final KinesisService kinesis = new KinesisService(streams, data -> new PutHook.Attempt() {});
    private final List<List<String>> delivered = new ArrayList<>();
    private final List<Integer> payloads = new ArrayList<>();
    private KinesisEvent lastEvent;
    private UnaryOperator<String> answers = lowest -> "{\"batchItemFailures\":[]}";
    private boolean failing;

    @Test
    void givesTheFunctionTheServicesOwnEvent() {
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        put("a");
        poller.poll();

        KinesisEventRecord record = lastEvent.getRecords().get(0);
        assertThat(record.getEventID()).matches("shardId-000000000000:49\\d{54}");
        assertThat(record.getEventID()).endsWith(record.getKinesis().getSequenceNumber());
        assertThat(record.getEventSourceARN()).isEqualTo(stream.arn());
        assertThat(record.getAwsRegion()).isEqualTo("eu-central-1");
        assertThat(record.getKinesis().getApproximateArrivalTimestamp().getTime())
                .isEqualTo(1_700_000_000_123L);
        assertThat(record.getKinesis().getPartitionKey()).isEqualTo("a");
        assertThat(UTF_8.decode(record.getKinesis().getData()).toString()).isEqualTo("data of a");
    }

    @Test
    void pollsOnceASecondAndAtOnceWhenThereIsMore() {
        ShardPoller poller = poller(settings(2, Duration.ZERO, 0));
        assertThat(poller.poll()).isEqualTo(SECOND);
        put("a", "b", "c", "d", "e");
        assertThat(poller.poll()).isZero();
        assertThat(poller.poll()).isZero();
        assertThat(poller.poll()).isEqualTo(SECOND);
        assertThat(delivered).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
    }

    @Test
    void goesOnAtOnceAfterARetry() {
        ShardPoller poller = poller(settings(1, Duration.ZERO, 0));
        put("a", "b");
        failing = true;
        assertThat(poller.poll()).isEqualTo(ShardPoller.RETRY_PAUSE);
        failing = false;
        assertThat(poller.poll()).isZero();
        assertThat(poller.poll()).isEqualTo(SECOND);
        assertThat(delivered).containsExactly(List.of("a"), List.of("a"), List.of("b"));
    }

    @Test
    void losesNothingWhenItIsSlowerThanThePuts() {
        KinesisStreams small = new KinesisStreams("eu-central-1", "1", () -> nowMicros, false, 10_000);
        KinesisStream narrow = small.create("narrow", 1);
        KinesisService service = new KinesisService(small, data -> new PutHook.Attempt() {});
        ShardPoller poller = new ShardPoller(
                narrow,
                narrow.shards().get(0),
                Lane.WHOLE,
                settings(1_000, Duration.ZERO, 0),
                this::invoke,
                DeliveryHook.FAULTLESS,
                () -> nowMicros);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (put(service, "narrow", "k" + i, new byte[300]) == 200) {
                accepted.add("k" + i);
            }
        }
        assertThat(accepted).hasSizeBetween(10, 190);
        poller.poll();
        assertThat(put(service, "narrow", "afterwards", new byte[300])).isEqualTo(200);
        poller.poll();
        accepted.add("afterwards");
        assertThat(delivered.stream().flatMap(List::stream)).containsExactlyElementsOf(accepted);
    }

    @Test
    void startsAtTheStreamsEnd() {
        put("before");
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        put("after");
        poller.poll();
        assertThat(delivered).containsExactly(List.of("after"));
    }

    @Test
    void waitsForABatchToFillUntilItsWindowEnds() {
        ShardPoller poller = poller(settings(3, Duration.ofSeconds(5), 0));
        put("a");
        assertThat(poller.poll()).isEqualTo(SECOND);
        nowMicros += 4_000_000;
        put("b");
        poller.poll();
        assertThat(delivered).isEmpty();
        nowMicros += 1_000_000;
        poller.poll();
        assertThat(delivered).containsExactly(List.of("a", "b"));

        put("c", "d", "e", "f");
        poller.poll();
        assertThat(delivered).as("full before its window ends").last().isEqualTo(List.of("c", "d", "e"));
    }

    @Test
    void deliversAWholeBatchAgainUntilItSucceeds() {
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        failing = true;
        put("a", "b");
        assertThat(poller.poll()).isEqualTo(ShardPoller.RETRY_PAUSE);
        put("c");
        assertThat(poller.poll()).isEqualTo(ShardPoller.RETRY_PAUSE);
        failing = false;
        poller.poll();
        poller.poll();
        assertThat(delivered).containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"), List.of("c"));
    }

    @Test
    void deliversAgainFromTheLowestFailedItem() {
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        put("a", "b", "c", "d");
        answers = event ->
                failed(lastEvent.getRecords().get(3), lastEvent.getRecords().get(1));
        poller.poll();
        answers = event -> "{\"batchItemFailures\":[]}";
        poller.poll();
        assertThat(delivered).containsExactly(List.of("a", "b", "c", "d"), List.of("b", "c", "d"));
    }

    @Test
    void anItemThatIsNotInTheBatchFailsAllOfIt() {
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        put("a", "b");
        answers = event -> "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}";
        poller.poll();
        answers = event -> "null";
        poller.poll();
        assertThat(delivered).containsExactly(List.of("a", "b"), List.of("a", "b"));
    }

    @Test
    void givesUpAfterTheMaximumOfAttemptsAndGoesOn() {
        ShardPoller poller = poller(settings(1, Duration.ZERO, 3));
        failing = true;
        put("poison", "good");
        poller.poll();
        poller.poll();
        poller.poll();
        failing = false;
        poller.poll();
        assertThat(delivered).containsExactly(List.of("poison"), List.of("poison"), List.of("poison"), List.of("good"));
    }

    @Test
    void lanesDivideTheKeysBetweenThem() {
        ShardPoller first = poller(MappingSettings.DEFAULT, new Lane(0, 2));
        ShardPoller second = poller(MappingSettings.DEFAULT, new Lane(1, 2));
        put("a", "b", "c", "a", "b");
        first.poll();
        second.poll();
        assertThat(delivered).containsExactlyInAnyOrder(List.of("b", "b"), List.of("a", "c", "a"));
    }

    @Test
    void anEventStaysWithinSixMegabytes() {
        ShardPoller poller = poller(MappingSettings.DEFAULT);
        for (int i = 0; i < 6; i++) {
            put("k" + i, new byte[1 << 20]);
        }
        poller.poll();
        poller.poll();
        assertThat(delivered).hasSize(2);
        assertThat(delivered.get(0)).hasSize(4);
    }

    @Test
    void whatStandsAroundSmallRecordsCountsToo() {
        ShardPoller poller = poller(settings(10_000, Duration.ZERO, 0));
        for (int i = 0; i < 10_000; i++) {
            put("a \"quoted\" key with ünicode " + i, new byte[100 + i % 3]);
        }
        while (delivered.stream().mapToInt(List::size).sum() < 10_000) {
            poller.poll();
        }
        assertThat(delivered).hasSize(2);
        int room = LambdaFunction.MAX_PAYLOAD_BYTES - payloads.get(0);
        assertThat(room)
                .as("less than one record more")
                .isBetween(0, payloads.get(1) / delivered.get(1).size());
    }

    @Test
    void aRecordsBytesAreThoseOfTheEvent() {
        EventJson events = new EventJson(stream);
        Shard shard = stream.shards().get(0);
        put("k", new byte[0]);
        put("\"\\\n\u0001é😀", new byte[10]);
        put("k".repeat(256), new byte[11]);
        List<StreamRecord> records = shard.read(0, 10, 1 << 20);
        for (int i = 0; i <= records.size(); i++) {
            List<StreamRecord> some = records.subList(0, i);
            long bytes = some.stream()
                    .mapToLong(record -> events.bytes(shard, record))
                    .sum();
            // The first has no comma before it.
            assertThat(events.write(shard, some).length)
                    .isEqualTo((int) (EventJson.ENVELOPE_BYTES + bytes - Math.min(i, 1)));
        }
    }

    @Test
    void whatIsHeldBackComesAfterTheNextBatch() {
        ShardPoller poller = holdingBack(settings(3, Duration.ZERO, 0), "b");
        put("a", "b", "c", "d", "e", "f");
        pollUntilIdle(poller);
        pollUntilIdle(poller);
        assertThat(delivered).containsExactly(List.of("a", "c", "d"), List.of("b"), List.of("e", "f"));
    }

    @Test
    void whatIsHeldBackComesInNoLargerBatches() {
        ShardPoller poller = holdingBack(settings(3, Duration.ZERO, 0), "k");
        for (int i = 0; i < 7; i++) {
            put("k");
        }
        pollUntilIdle(poller);
        assertThat(delivered).extracting(List::size).containsExactly(3, 3, 1);
    }

    @Test
    void whatIsHeldBackComesInEventsOfSixMegabytes() {
        ShardPoller poller = holdingBack(MappingSettings.DEFAULT, "k");
        for (int i = 0; i < 6; i++) {
            put("k", new byte[1 << 20]);
        }
        pollUntilIdle(poller);
        assertThat(delivered).extracting(List::size).containsExactly(4, 2);
    }

    private ShardPoller holdingBack(MappingSettings settings, String key) {
        DeliveryHook hook = new DeliveryHook() {
            @Override
            public boolean heldBack(StreamRecord record) {
                return record.partitionKey().equals(key);
            }
        };
        return new ShardPoller(
                stream, stream.shards().get(0), Lane.WHOLE, settings, this::invoke, hook, () -> nowMicros);
    }

    private static void pollUntilIdle(ShardPoller poller) {
        Duration pause = poller.poll();
        while (pause.isZero()) {
            pause = poller.poll();
        }
    }

    private static MappingSettings settings(int batchSize, Duration window, int maximumAttempts) {
        return new MappingSettings(batchSize, window, 1, maximumAttempts);
    }

    private ShardPoller poller(MappingSettings settings) {
        return poller(settings, Lane.WHOLE);
    }

    private ShardPoller poller(MappingSettings settings, Lane lane) {
        return new ShardPoller(
                stream, stream.shards().get(0), lane, settings, this::invoke, DeliveryHook.FAULTLESS, () -> nowMicros);
    }

    private Invocation invoke(byte[] payload) {
        assertThat(payload.length).isLessThanOrEqualTo(LambdaFunction.MAX_PAYLOAD_BYTES);
        payloads.add(payload.length);
        lastEvent = LambdaEventSerializers.serializerFor(
                        KinesisEvent.class, getClass().getClassLoader())
                .fromJson(new ByteArrayInputStream(payload));
        delivered.add(lastEvent.getRecords().stream()
                .map(record -> record.getKinesis().getPartitionKey())
                .toList());
        Optional<String> error = failing ? Optional.of("Unhandled") : Optional.empty();
        return new Invocation("r", answers.apply("").getBytes(UTF_8), error, Duration.ZERO, Optional.empty(), "");
    }

    private static String failed(KinesisEventRecord... records) {
        ObjectNode answer = new JsonMapper().createObjectNode();
        var failures = answer.putArray("batchItemFailures");
        for (KinesisEventRecord record : records) {
            failures.addObject().put("itemIdentifier", record.getKinesis().getSequenceNumber());
        }
        return answer.toString();
    }

    private void put(String... keys) {
        for (String key : keys) {
            put(key, ("data of " + key).getBytes(UTF_8));
        }
    }

    private void put(String key, byte[] data) {
        put(kinesis, "s", key, data);
    }

    /** The answer's status. */
    private static int put(KinesisService service, String stream, String key, byte[] data) {
        ObjectNode body =
                new JsonMapper().createObjectNode().put("StreamName", stream).put("PartitionKey", key);
        body.put("Data", data);
        var headers = new DefaultHttpHeaders().add("X-Amz-Target", "Kinesis_20131202.PutRecord");
        return service.handle(
                        new HttpRequest("POST", "/", headers, body.toString().getBytes(UTF_8)))
                .toCompletableFuture()
                .join()
                .status();
    }
}
