package io.plumbline.aws;

import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;

/** Lambda's event source mappings, looked at only. */
public final class StreamMappings implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AwsClient<LambdaAsyncClient> client;

    public StreamMappings(Settings settings) {
        this.client = client(settings, settings.kinesis().httpClient());
    }

    /** For calls about mappings, which are few. */
    static AwsClient<LambdaAsyncClient> client(Settings settings, Settings.HttpClient http) {
        return new AwsClient<>(
                LambdaAsyncClient.builder(),
                new AwsClient.Conduct(
                        "plumbline-lambda",
                        settings.aws(),
                        settings.aws().region(),
                        settings.lambda().endpoint(),
                        ServiceAddress.of(
                                        settings.lambda().endpoint(),
                                        "plumbline.lambda.endpoint",
                                        ServiceMetadata.of("lambda"),
                                        settings.aws().region())
                                .proxy(),
                        http,
                        false,
                        1,
                        settings.kinesis().acquireTimeout(),
                        PATIENCE));
    }

    /**
     * Those that read a stream.
     *
     * @throws IllegalStateException if Lambda does not tell; the message says why
     */
    public List<MappingFacts> of(String streamArn) {
        List<MappingFacts> all = new ArrayList<>();
        try {
            String marker = null;
            do {
                ListEventSourceMappingsResponse page = client.sdk()
                        .listEventSourceMappings(ListEventSourceMappingsRequest.builder()
                                .eventSourceArn(streamArn)
                                .marker(marker)
                                .build())
                        .join();
                page.eventSourceMappings().stream().map(StreamMappings::facts).forEach(all::add);
                marker = page.nextMarker();
            } while (marker != null);
            return List.copyOf(all);
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the event source mappings of the stream: " + PutFailures.describe(PutFailures.cause(e)), e);
        }
    }

    private static MappingFacts facts(EventSourceMappingConfiguration mapping) {
        String arn = String.valueOf(mapping.functionArn());
        return new MappingFacts(
                String.valueOf(mapping.uuid()),
                arn.replaceFirst("^.*:function:", ""),
                String.valueOf(mapping.state()),
                mapping.batchSize() == null ? 100 : mapping.batchSize(),
                mapping.parallelizationFactor() == null ? 1 : mapping.parallelizationFactor(),
                Duration.ofSeconds(
                        mapping.maximumBatchingWindowInSeconds() == null
                                ? 0
                                : mapping.maximumBatchingWindowInSeconds()),
                mapping.functionResponseTypes().contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES),
                Optional.ofNullable(mapping.lastProcessingResult()));
    }

    @Override
    public void close() {
        client.close();
    }
}
