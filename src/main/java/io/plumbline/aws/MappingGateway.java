package io.plumbline.aws;

import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;

/**
 * Lambda's event source mappings, switched off and on. A change takes Lambda from seconds to a minute, and it takes no
 * other one meanwhile; so both the change is asked for and its end is looked for each second.
 */
public final class MappingGateway implements MappingControl, AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int CONFLICT = 409;

    /** How time passes. */
    interface Time {

        Time REAL = new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pass(Duration time) throws InterruptedException {
                Thread.sleep(time.toMillis());
            }
        };

        long nanos();

        void pass(Duration time) throws InterruptedException;
    }

    private final AwsClient<LambdaAsyncClient> client;
    private final Time time;

    public MappingGateway(Settings settings) {
        this(settings, Time.REAL);
    }

    MappingGateway(Settings settings, Time time) {
        // AWS' native client answers no more as soon as the process is told to terminate, just when a mapping may have
        // to
        // be enabled.
        this.client = StreamMappings.client(settings, Settings.HttpClient.NETTY);
        this.time = time;
    }

    @Override
    public String state(String uuid) {
        try {
            return look(uuid);
        } catch (CompletionException e) {
            throw new IllegalStateException(sentence(uuid, told(PutFailures.cause(e))), e);
        }
    }

    @Override
    public void disable(String uuid, Duration within) {
        become(uuid, false, "Disabled", within);
    }

    @Override
    public void enable(String uuid, Duration within) {
        become(uuid, true, "Enabled", within);
    }

    private void become(String uuid, boolean enabled, String wanted, Duration within) {
        long end = time.nanos() + within.toNanos();
        eachSecond(
                uuid,
                end,
                () -> {
                    client.sdk()
                            .updateEventSourceMapping(
                                    request -> request.uuid(uuid).enabled(enabled))
                            .join();
                    return Optional.empty();
                },
                NotSwitched::new);
        eachSecond(
                uuid,
                end,
                () -> Optional.of(look(uuid))
                        .filter(state -> !state.equals(wanted))
                        .map(state -> "it is " + state + ", not " + wanted + ", after " + within.toSeconds() + " s"),
                IllegalStateException::new);
    }

    private String look(String uuid) {
        return String.valueOf(client.sdk()
                .getEventSourceMapping(request -> request.uuid(uuid))
                .join()
                .state());
    }

    /**
     * @param attempt what is still in the way; empty if nothing is
     * @param refused makes the failure if Lambda does not mean to do it at all
     */
    private void eachSecond(
            String uuid,
            long end,
            Supplier<Optional<String>> attempt,
            BiFunction<String, Throwable, IllegalStateException> refused) {
        for (Optional<String> obstacle = tried(uuid, attempt, refused);
                obstacle.isPresent();
                obstacle = tried(uuid, attempt, refused)) {
            if (time.nanos() - end >= 0) {
                throw new IllegalStateException(sentence(
                        uuid, obstacle.get() + "; look at it: aws lambda get-event-source-mapping --uuid " + uuid));
            }
            pause(uuid);
        }
    }

    private static Optional<String> tried(
            String uuid,
            Supplier<Optional<String>> attempt,
            BiFunction<String, Throwable, IllegalStateException> refused) {
        try {
            return attempt.get();
        } catch (CompletionException e) {
            Throwable cause = PutFailures.cause(e);
            if (isRefusal(cause)) {
                throw refused.apply(sentence(uuid, told(cause)), e);
            }
            return Optional.of(told(cause));
        }
    }

    private void pause(String uuid) {
        try {
            time.pass(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(sentence(uuid, "the wait for its change was interrupted"), e);
        }
    }

    /** All else may pass: Lambda is busy with an earlier change, or was not reached. */
    private static boolean isRefusal(Throwable failure) {
        if (failure instanceof AwsServiceException answered) {
            int status = answered.statusCode();
            boolean busy = status == CONFLICT || answered.isThrottlingException();
            return status < 500 && !busy && !(answered instanceof ResourceInUseException);
        }
        return PutFailures.code(failure).equals(NotLoggedIn.CODE);
    }

    private static String sentence(String uuid, String what) {
        return "event source mapping " + uuid + ": " + what;
    }

    private static String told(Throwable failure) {
        String said = PutFailures.describe(failure);
        return PutFailures.isDenied(failure)
                ? said + ": infra/policies/aws-pause.json allows lambda:GetEventSourceMapping and"
                        + " lambda:UpdateEventSourceMapping"
                : said;
    }

    @Override
    public void close() {
        client.close();
    }
}
