package local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Kinesis over each protocol that clients speak, and against bytes that no client sends. */
class KinesisProtocolsTest {

    private static final String CBOR = "application/x-amz-cbor-1.1";
    private static final String JSON = "application/x-amz-json-1.1";

    private final KinesisStreams streams =
            new KinesisStreams("eu-central-1", "000000000000", () -> 1_700_000_000_123_456L, false);
    private final KinesisStream stream = streams.create("s", 1);
    private final HttpServer server =
            HttpServer.start("kinesis", new KinesisService(streams, data -> new PutHook.Attempt() {}));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> clients() {
        return Stream.<Named<Function<URI, KinesisAsyncClient>>>of(
                        Named.of("netty, HTTP/1.1", KinesisClients::http1),
                        Named.of("netty, HTTP/2", KinesisClients::http2),
                        Named.of("CRT", KinesisClients::crt))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void everyClientPutsAndReadsBack(Function<URI, KinesisAsyncClient> clients) {
        try (KinesisAsyncClient client = clients.apply(server.uri())) {
            List<CompletableFuture<PutRecordResponse>> puts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SdkBytes data = SdkBytes.fromUtf8String("record " + i);
                puts.add(client.putRecord(
                        r -> r.streamName("s").partitionKey("k").data(data)));
            }
            assertThat(puts.stream().map(put -> put.join().sequenceNumber())).doesNotHaveDuplicates();
            String iterator = client.getShardIterator(r -> r.streamName("s")
                            .shardId("shardId-000000000000")
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            List<Record> records =
                    client.getRecords(r -> r.shardIterator(iterator)).join().records();
            assertThat(records.stream().map(record -> record.data().asUtf8String()))
                    .hasSize(100)
                    .contains("record 0", "record 99");
        }
    }

    @Test
    void answersJsonInJson() throws Exception {
        var put = post(
                "PutRecord", JSON, "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"aGk=\"}".getBytes(UTF_8));
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.headers().firstValue("Content-Type")).hasValue(JSON);
        var iterator = post(
                "GetShardIterator",
                JSON,
                """
                {"StreamName":"s","ShardId":"shardId-000000000000",
                 "ShardIteratorType":"AT_TIMESTAMP","Timestamp":1700000000.1}"""
                        .getBytes(UTF_8));
        JsonNode read = new JsonMapper()
                .readTree(post("GetRecords", JSON, iterator.body()).body());
        JsonNode record = read.get("Records").get(0);
        assertThat(record.get("Data").asText()).isEqualTo("aGk=");
        assertThat(record.get("ApproximateArrivalTimestamp").decimalValue()).isEqualByComparingTo("1700000000.123");
    }

    @Test
    void refusesBrokenRequestsAndGoesOn() throws Exception {
        byte[] good = new CBORMapper()
                .writeValueAsBytes(new JsonMapper()
                        .createObjectNode()
                        .put("StreamName", "s")
                        .put("PartitionKey", "k")
                        .put("Data", "hi".getBytes(UTF_8)));
        for (int length = 0; length < good.length; length++) {
            assertError("SerializationException", CBOR, post("PutRecord", CBOR, Arrays.copyOf(good, length)));
        }
        assertError("SerializationException", JSON, post("PutRecord", JSON, "[]".getBytes(UTF_8)));
        assertError(
                "SerializationException",
                JSON,
                post(
                        "PutRecord",
                        JSON,
                        "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"***\"}".getBytes(UTF_8)));
        assertError(
                "ValidationException",
                JSON,
                post("PutRecord", JSON, "{\"StreamName\":\"s\",\"PartitionKey\":\"k\"}".getBytes(UTF_8)));
        assertError("UnknownOperationException", JSON, post("Nothing", JSON, "{}".getBytes(UTF_8)));
        assertError("InvalidArgumentException", JSON, post("PutRecord", JSON, "{}".getBytes(UTF_8)));
        assertThat(stream.shards().get(0).end()).as("nothing was stored").isZero();
        assertThat(post("PutRecord", CBOR, good).statusCode()).isEqualTo(200);
    }

    @Test
    void noBytesMakeItFail() throws Exception {
        Random random = new Random(1);
        byte[] good = new CBORMapper()
                .writeValueAsBytes(new JsonMapper()
                        .createObjectNode()
                        .put("StreamName", "s")
                        .put("PartitionKey", "k")
                        .put("ExplicitHashKey", "7")
                        .put("Data", "hi".getBytes(UTF_8)));
        for (int i = 0; i < 500; i++) {
            byte[] mutated = good.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            assertThat(post("PutRecord", CBOR, mutated).statusCode())
                    .as("mutation %d", i)
                    .isIn(200, 400);
        }
        assertThat(post("PutRecord", CBOR, good).statusCode()).isEqualTo(200);
    }

    private static void assertError(String type, String contentType, HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(contentType);
        JsonNode error = (contentType.equals(CBOR) ? new CBORMapper() : new JsonMapper()).readTree(answer.body());
        assertThat(error.get("__type").asText()).isEqualTo(type);
    }

    private HttpResponse<byte[]> post(String operation, String contentType, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(server.uri().resolve("/"))
                        .header("X-Amz-Target", "Kinesis_20131202." + operation)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
