package local.kinesis;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Kinesis as the AWS SDK sees it, over HTTP/1.1 and in CBOR. */
class KinesisClientTest {

    private static final PutHook PLAIN = data -> new PutHook.Attempt() {};
    private static final long START_MICROS = 1_700_000_000_123_456L;

    private volatile long nowMicros = START_MICROS;
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> nowMicros, true);
    private final HttpServer server = HttpServer.start("kinesis", new KinesisService(streams, PLAIN));
    private final KinesisAsyncClient client = KinesisClients.http1(server.uri());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void putsAndReadsBack() {
        streams.create("s", 1);
        var put = client.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("häh")))
                .join();
        assertThat(put.shardId()).isEqualTo("shardId-000000000000");
        assertThat(put.sequenceNumber()).matches("49\\d{54}");

        GetRecordsResponse read = read(iterator("s", put.shardId(), ShardIteratorType.TRIM_HORIZON, null));
        assertThat(read.records()).hasSize(1);
        Record record = read.records().get(0);
        assertThat(record.data().asUtf8String()).isEqualTo("häh");
        assertThat(record.partitionKey()).isEqualTo("k");
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber());
        assertThat(record.approximateArrivalTimestamp()).isEqualTo(Instant.ofEpochMilli(START_MICROS / 1_000));
        assertThat(read.millisBehindLatest()).isZero();
        assertThat(read(read.nextShardIterator()).records()).isEmpty();
    }

    @Test
    void sequenceNumbersIncrease() {
        streams.create("s", 1);
        List<BigInteger> numbers = IntStream.range(0, 20)
                .mapToObj(i -> new BigInteger(put("s", "k" + i)))
                .collect(toList());
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void iteratorsStartWhereTheySay() {
        streams.create("s", 1);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nowMicros += 1_000_000;
            numbers.add(put("s", "k" + i));
        }
        String shard = "shardId-000000000000";
        assertThat(keys(iterator("s", shard, ShardIteratorType.TRIM_HORIZON, null)))
                .containsExactly("k0", "k1", "k2");
        assertThat(keys(iterator("s", shard, ShardIteratorType.LATEST, null))).isEmpty();
        assertThat(keys(iterator("s", shard, ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(1))))
                .containsExactly("k1", "k2");
        assertThat(keys(iterator("s", shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(1))))
                .containsExactly("k2");
        nowMicros += 1_000_000;
        String at = client.getShardIterator(r -> r.streamName("s")
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(Instant.ofEpochMilli(START_MICROS / 1_000 + 1_500)))
                .join()
                .shardIterator();
        assertThat(keys(at)).containsExactly("k1", "k2");
    }

    @Test
    void iteratorsExpireAfterFiveMinutes() {
        streams.create("s", 1);
        String iterator = iterator("s", "shardId-000000000000", ShardIteratorType.LATEST, null);
        nowMicros += 300_001_000;
        assertThatThrownBy(() -> read(iterator)).hasCauseInstanceOf(ExpiredIteratorException.class);
        assertThatThrownBy(() -> read("nonsense")).hasCauseInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void putsByExplicitHashKeyAndByTheKeysMd5() {
        streams.create("s", 4);
        var shards = client.listShards(r -> r.streamName("s")).join().shards();
        assertThat(shards).hasSize(4);
        assertThat(shards.get(3).hashKeyRange().endingHashKey()).isEqualTo("340282366920938463463374607431768211455");
        for (var shard : shards) {
            var put = client.putRecord(r -> r.streamName("s")
                            .partitionKey("k")
                            .explicitHashKey(shard.hashKeyRange().startingHashKey())
                            .data(SdkBytes.fromUtf8String("x")))
                    .join();
            assertThat(put.shardId()).isEqualTo(shard.shardId());
        }
        // md5("a") = 0cc1…, md5("b") = 92eb…, md5("c") = 4a8a…, md5("e") = e167…
        assertThat(shardOf("a")).isEqualTo("shardId-000000000000");
        assertThat(shardOf("b")).isEqualTo("shardId-000000000002");
        assertThat(shardOf("c")).isEqualTo("shardId-000000000001");
        assertThat(shardOf("e")).isEqualTo("shardId-000000000003");
    }

    @Test
    void aShardTakesAThousandRecordsASecond() {
        streams.create("s", 1);
        assertThat(putRecords(500, 10).failedRecordCount()).isZero();
        assertThat(putRecords(500, 10).failedRecordCount()).isZero();
        PutRecordsResponse over = putRecords(2, 10);
        assertThat(over.failedRecordCount()).isEqualTo(2);
        assertThat(over.records().get(1).errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(over.records().get(1).sequenceNumber()).isNull();
        assertThatThrownBy(() -> put("s", "k")).hasCauseInstanceOf(ProvisionedThroughputExceededException.class);

        nowMicros += 1_000;
        PutRecordsResponse partly = putRecords(2, 10);
        assertThat(partly.failedRecordCount()).isEqualTo(1);
        assertThat(partly.records().get(0).sequenceNumber()).isNotNull();
        assertThat(partly.records().get(1).errorCode()).isNotNull();
    }

    @Test
    void aShardTakesAMegabyteASecond() {
        streams.create("s", 1);
        assertThat(putRecords(8, 120_000).failedRecordCount()).isZero();
        assertThat(putRecords(2, 120_000).failedRecordCount()).isEqualTo(2);
        nowMicros += 1_000_000;
        assertThat(putRecords(2, 120_000).failedRecordCount()).isZero();
    }

    @Test
    void refusesWhatIsTooLarge() {
        streams.create("s", 1);
        assertThatThrownBy(() -> client.putRecord(r -> r.streamName("s")
                                .partitionKey("k")
                                .data(SdkBytes.fromByteArray(new byte[(1 << 20) + 1])))
                        .join())
                .satisfies(e -> assertThat(((KinesisException) e.getCause())
                                .awsErrorDetails()
                                .errorCode())
                        .isEqualTo("ValidationException"));
        assertThatThrownBy(() -> put("s", "k".repeat(257))).hasMessageContaining("partitionKey");
        assertThatThrownBy(() -> putRecords(501, 1)).hasMessageContaining("records");
        assertThatThrownBy(() -> putRecords(11, 1_000_000)).hasCauseInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aShardIsReadFiveTimesASecond() {
        streams.create("s", 1);
        String iterator = iterator("s", "shardId-000000000000", ShardIteratorType.LATEST, null);
        for (int i = 0; i < 5; i++) {
            read(iterator);
        }
        assertThatThrownBy(() -> read(iterator)).hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        nowMicros += 200_000;
        assertThat(read(iterator).records()).isEmpty();
    }

    @Test
    void tenMegabytesReadAtOnceAreChargedToTheNextSeconds() {
        streams.create("s", 1);
        for (int i = 0; i < 11; i++) {
            putRecords(1, 1_000_000);
            nowMicros += 1_100_000;
        }
        String iterator = iterator("s", "shardId-000000000000", ShardIteratorType.TRIM_HORIZON, null);
        GetRecordsResponse read = read(iterator);
        assertThat(read.records()).hasSize(10);
        assertThat(read.millisBehindLatest()).isEqualTo(1_100);
        nowMicros += 2_000_000;
        assertThatThrownBy(() -> read(read.nextShardIterator()))
                .hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        nowMicros += 3_000_000;
        assertThat(read(read.nextShardIterator()).records()).hasSize(1);
    }

    @Test
    void createsListsAndDescribesStreams() {
        client.createStream(r -> r.streamName("b").shardCount(2)).join();
        client.createStream(r -> r.streamName("a").shardCount(1)).join();
        assertThatThrownBy(() -> client.createStream(r -> r.streamName("a").shardCount(1))
                        .join())
                .hasCauseInstanceOf(ResourceInUseException.class);

        assertThat(client.listStreams().join().streamNames()).containsExactly("a", "b");
        var first = client.listStreams(r -> r.limit(1)).join();
        assertThat(first.hasMoreStreams()).isTrue();
        assertThat(client.listStreams(r -> r.exclusiveStartStreamName("a"))
                        .join()
                        .streamNames())
                .containsExactly("b");

        var summary =
                client.describeStreamSummary(r -> r.streamName("b")).join().streamDescriptionSummary();
        assertThat(summary.openShardCount()).isEqualTo(2);
        assertThat(summary.streamStatusAsString()).isEqualTo("ACTIVE");
        assertThat(summary.streamARN()).isEqualTo("arn:aws:kinesis:eu-central-1:000000000000:stream/b");
        assertThat(summary.streamCreationTimestamp()).isEqualTo(Instant.ofEpochMilli(START_MICROS / 1_000));
        var description = client.describeStream(
                        r -> r.streamARN(summary.streamARN()).limit(1))
                .join()
                .streamDescription();
        assertThat(description.hasMoreShards()).isTrue();
        assertThat(description.shards()).hasSize(1);
        assertThat(client.listTagsForStream(r -> r.streamName("a")).join().tags())
                .isEmpty();

        var page = client.listShards(r -> r.streamName("b").maxResults(1)).join();
        assertThat(client.listShards(r -> r.nextToken(page.nextToken())).join().shards())
                .extracting("shardId")
                .containsExactly("shardId-000000000001");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatThrownBy(() -> put("none", "k")).hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.describeStreamSummary(r -> r.streamARN("arn:aws:kinesis:us-east-1:1:stream/s"))
                        .join())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anOperationThatIsNotThereGetsTheServicesOwnError() {
        streams.create("s", 1);
        assertThatThrownBy(() -> client.deleteStream(r -> r.streamName("s")).join())
                .satisfies(e -> assertThat(((KinesisException) e.getCause())
                                .awsErrorDetails()
                                .errorCode())
                        .isEqualTo("UnknownOperationException"));
    }

    private String put(String stream, String key) {
        return client.putRecord(r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String("x")))
                .join()
                .sequenceNumber();
    }

    private String shardOf(String key) {
        return client.putRecord(r -> r.streamName("s").partitionKey(key).data(SdkBytes.fromUtf8String("x")))
                .join()
                .shardId();
    }

    private PutRecordsResponse putRecords(int count, int bytes) {
        var entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[bytes]))
                .build();
        return client.putRecords(r -> r.streamName("s")
                        .records(IntStream.range(0, count).mapToObj(i -> entry).collect(toList())))
                .join();
    }

    private String iterator(String stream, String shard, ShardIteratorType type, String sequenceNumber) {
        return client.getShardIterator(r -> r.streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber))
                .join()
                .shardIterator();
    }

    private GetRecordsResponse read(String iterator) {
        return client.getRecords(r -> r.shardIterator(iterator)).join();
    }

    private List<String> keys(String iterator) {
        return read(iterator).records().stream().map(Record::partitionKey).collect(toList());
    }
}
