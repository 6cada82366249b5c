package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** One Kinesis stream. Each put is one attempt on the wire: retries would hide what became of a record. */
public final class KinesisGateway implements AutoCloseable {

    /** For the first request of all, which also has classes to load and credentials to get; no put's time-out is meant. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AwsClient<KinesisAsyncClient> client;
    private final String stream;
    private final ServiceAddress address;

    public KinesisGateway(Settings settings) {
        this.stream = settings.kinesis().stream().orElseThrow();
        Settings.Kinesis kinesis = settings.kinesis();
        this.address = ServiceAddress.of(
                settings.aws().kinesisEndpoint(),
                "plumbline.kinesis.endpoint",
                ServiceMetadata.of("kinesis"),
                settings.aws().region());
        this.client = new AwsClient<>(
                KinesisAsyncClient.builder(),
                new AwsClient.Conduct(
                        "plumbline-kinesis",
                        settings.aws(),
                        settings.aws().region(),
                        settings.aws().kinesisEndpoint(),
                        address.proxy(),
                        kinesis.httpClient(),
                        true,
                        kinesis.maxConcurrency(),
                        kinesis.acquireTimeout(),
                        kinesis.attemptTimeout()));
    }

    /**
     * Puts one record by PutRecord. The answer never fails and comes on the client's own thread, which must not be
     * blocked.
     *
     * @param sequenceNumberForOrdering of an earlier record of the same key, which this one is to follow; null for none
     */
    public CompletionStage<PutOutcome> put(PutEntry entry, @Nullable String sequenceNumberForOrdering) {
        PutRecordRequest.Builder request = PutRecordRequest.builder()
                .data(SdkBytes.fromByteArrayUnsafe(entry.data()))
                .partitionKey(entry.partitionKey())
                .explicitHashKey(entry.explicitHashKey())
                .sequenceNumberForOrdering(sequenceNumberForOrdering);
        nameStream(request::streamName, request::streamARN);
        try {
            return client.sdk().putRecord(request.build()).handle(KinesisGateway::outcome);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(notBegun(e));
        }
    }

    /** Puts records by one PutRecords; the answer is like that of {@link #put}, one outcome an entry, by position. */
    public CompletionStage<List<PutOutcome>> putAll(List<PutEntry> entries) {
        List<PutRecordsRequestEntry> records = new ArrayList<>(entries.size());
        for (PutEntry entry : entries) {
            records.add(PutRecordsRequestEntry.builder()
                    .data(SdkBytes.fromByteArrayUnsafe(entry.data()))
                    .partitionKey(entry.partitionKey())
                    .explicitHashKey(entry.explicitHashKey())
                    .build());
        }
        PutRecordsRequest.Builder request = PutRecordsRequest.builder().records(records);
        nameStream(request::streamName, request::streamARN);
        try {
            return client.sdk()
                    .putRecords(request.build())
                    .handle((response, failure) -> PutRecordsOutcome.of(entries.size(), response, failure));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Collections.nCopies(entries.size(), notBegun(e)));
        }
    }

    /** Thrown, not answered: the client did not even begin. */
    private static PutOutcome notBegun(RuntimeException e) {
        return new PutOutcome.Refused(e.getClass().getSimpleName(), PutFailures.describe(e));
    }

    /** What is wrong with the stream, a sentence each; empty when it takes records. */
    public List<String> problems() {
        try {
            StreamFacts found = StreamFacts.of(described());
            return found.takesRecords()
                    ? List.of()
                    : List.of("stream " + Redaction.of(stream) + " is " + found.status() + ", not ACTIVE");
        } catch (CompletionException e) {
            return List.of("stream " + Redaction.of(stream) + ": " + address.why(PutFailures.cause(e)));
        }
    }

    private StreamDescriptionSummary described() {
        DescribeStreamSummaryRequest.Builder request = DescribeStreamSummaryRequest.builder()
                .overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE));
        nameStream(request::streamName, request::streamARN);
        return client.sdk().describeStreamSummary(request.build()).join().streamDescriptionSummary();
    }

    /**
     * Whose the stream is, by its own word, and its tags.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public Identity identity() {
        try {
            StreamDescriptionSummary stream = described();
            return Identity.of(stream.streamName(), stream.streamARN(), this::tags);
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "stream " + Redaction.of(stream) + ": " + PutFailures.describe(PutFailures.cause(e)), e);
        }
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        String last = null;
        ListTagsForStreamResponse page;
        do {
            ListTagsForStreamRequest.Builder request = ListTagsForStreamRequest.builder()
                    .exclusiveStartTagKey(last)
                    .overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE));
            nameStream(request::streamName, request::streamARN);
            page = client.sdk().listTagsForStream(request.build()).join();
            for (Tag tag : page.tags()) {
                tags.put(tag.key(), tag.value());
                last = tag.key();
            }
        } while (Boolean.TRUE.equals(page.hasMoreTags()) && !page.tags().isEmpty());
        return tags;
    }

    /**
     * As whom the stream is asked.
     *
     * @throws IllegalStateException if there are no credentials; the message says why
     */
    public LoginFacts login() {
        return client.who();
    }

    /**
     * What the stream says of itself.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public StreamFacts facts() {
        try {
            return StreamFacts.of(described());
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "stream " + Redaction.of(stream) + ": " + PutFailures.describe(PutFailures.cause(e)), e);
        }
    }

    /**
     * The middle of each open shard's range of hash keys, decimal.
     *
     * @throws IllegalStateException if the stream does not tell; the message says why
     */
    public List<String> shardHashKeys() {
        try {
            List<Shard> open = new ArrayList<>();
            String more = null;
            do {
                ListShardsResponse page =
                        client.sdk().listShards(listShards(more)).join();
                page.shards().stream().filter(KinesisGateway::isOpen).forEach(open::add);
                more = page.nextToken();
            } while (more != null);
            return open.stream().map(KinesisGateway::middle).toList();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the shards of stream " + Redaction.of(stream) + ": " + PutFailures.describe(PutFailures.cause(e)),
                    e);
        }
    }

    private ListShardsRequest listShards(@Nullable String nextToken) {
        ListShardsRequest.Builder request =
                ListShardsRequest.builder().overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE));
        if (nextToken == null) {
            nameStream(request::streamName, request::streamARN);
        } else {
            // It stands for the stream, which must not be named beside it.
            request.nextToken(nextToken);
        }
        return request.build();
    }

    private static boolean isOpen(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() == null;
    }

    private static String middle(Shard shard) {
        BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger last = new BigInteger(shard.hashKeyRange().endingHashKey());
        return first.add(last).shiftRight(1).toString();
    }

    @Override
    public void close() {
        client.close();
    }

    private static PutOutcome outcome(PutRecordResponse response, Throwable failure) {
        if (failure != null) {
            return PutFailures.outcome(PutFailures.cause(failure));
        }
        // An answer that broke off in its headers is a success to the SDK, with nothing in it.
        return response.sequenceNumber() == null
                ? new PutOutcome.Unanswered("HTTP 200", "the answer has no sequence number")
                : new PutOutcome.Acknowledged(response.sequenceNumber(), response.shardId());
    }

    private void nameStream(java.util.function.Consumer<String> byName, java.util.function.Consumer<String> byArn) {
        (stream.startsWith("arn:") ? byArn : byName).accept(stream);
    }
}
