package io.plumbline.aws;

import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** One Lambda function. Each invocation is one attempt on the wire. */
public final class LambdaGateway implements AutoCloseable {

    /** For the first request of all, which also has classes to load and credentials to get. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Up to the function's name. */
    private static final int ARN_PARTS = 7;

    private final AwsClient<LambdaAsyncClient> client;
    private final String function;
    private final ServiceAddress address;

    public LambdaGateway(Settings settings) {
        Settings.Lambda lambda = settings.lambda();
        this.function = lambda.function().orElseThrow();
        this.address = ServiceAddress.of(
                lambda.endpoint(),
                "plumbline.lambda.endpoint",
                ServiceMetadata.of("lambda"),
                region(function).or(settings.aws()::region));
        this.client = new AwsClient<>(
                LambdaAsyncClient.builder(),
                new AwsClient.Conduct(
                        "plumbline-lambda",
                        settings.aws(),
                        region(function).or(settings.aws()::region),
                        lambda.endpoint(),
                        address.proxy(),
                        settings.kinesis().httpClient(),
                        false,
                        lambda.maxConcurrency(),
                        settings.kinesis().acquireTimeout(),
                        lambda.timeout()));
    }

    /**
     * Invokes the function. The answer never fails and comes on the client's own thread, which must not be blocked.
     *
     * @param event Lambda queues it and answers at once; otherwise it answers when the function has ended
     */
    public CompletionStage<InvokeOutcome> invoke(byte[] payload, boolean event) {
        InvokeRequest request = InvokeRequest.builder()
                .functionName(function)
                .payload(SdkBytes.fromByteArrayUnsafe(payload))
                .invocationType(event ? InvocationType.EVENT : InvocationType.REQUEST_RESPONSE)
                .logType(event ? LogType.NONE : LogType.TAIL)
                .build();
        try {
            return client.sdk().invoke(request).handle(LambdaGateway::outcome);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    /** Why the function cannot be invoked, a sentence each; empty when it can. Lambda only looks, nothing runs. */
    public List<String> problems() {
        try {
            client.sdk()
                    .invoke(request -> request.functionName(function)
                            .invocationType(InvocationType.DRY_RUN)
                            .overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE)))
                    .join();
            return List.of();
        } catch (CompletionException e) {
            return List.of("function " + Redaction.of(function) + ": " + address.why(PutFailures.cause(e)));
        }
    }

    /**
     * Whose the function is, by its own word, and its tags. Not by GetFunction, which also tells where its code is.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public Identity identity() {
        try {
            GetFunctionConfigurationResponse found = client.sdk()
                    .getFunctionConfiguration(request -> request.functionName(function)
                            .overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE)))
                    .join();
            String named = function.startsWith("arn:") ? function.split(":", 7)[6] : function;
            return Identity.of(named, found.functionArn(), () -> tags(found.functionArn()));
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "function " + Redaction.of(function) + ": " + PutFailures.describe(PutFailures.cause(e)), e);
        }
    }

    /** Versions and aliases have none of their own. */
    private Map<String, String> tags(String arn) {
        String whole = String.join(":", List.of(arn.split(":")).subList(0, ARN_PARTS));
        return client.sdk()
                .listTags(request ->
                        request.resource(whole).overrideConfiguration(patient -> patient.apiCallTimeout(PATIENCE)))
                .join()
                .tags();
    }

    @Override
    public void close() {
        client.close();
    }

    private static Optional<String> region(String function) {
        return function.startsWith("arn:") ? Optional.of(function.split(":")[3]) : Optional.empty();
    }

    private static InvokeOutcome outcome(InvokeResponse response, @Nullable Throwable failure) {
        if (failure != null) {
            return failed(PutFailures.cause(failure));
        }
        return new InvokeOutcome.Answered(
                response.statusCode(),
                Optional.ofNullable(response.functionError()),
                Optional.ofNullable(response.executedVersion()),
                response.payload() == null ? new byte[0] : response.payload().asByteArrayUnsafe(),
                InvokeReport.in(response.logResult()));
    }

    private static InvokeOutcome failed(Throwable failure) {
        Optional<Integer> status =
                failure instanceof AwsServiceException answered ? Optional.of(answered.statusCode()) : Optional.empty();
        return new InvokeOutcome.Failed(status, PutFailures.code(failure), PutFailures.describe(failure));
    }
}
