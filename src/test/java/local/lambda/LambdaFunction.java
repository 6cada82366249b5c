package local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function: real handlers, each used by one invocation at a time, fed with the service's own JSON. */
public final class LambdaFunction {

    /** What Lambda takes and gives at the most, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 6 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LambdaFunction.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final int concurrency;
    private final Semaphore free;
    private final FunctionMeter meter;
    private final Supplier<RequestHandler<KinesisEvent, StreamsEventResponse>> environments;
    private final ConcurrentLinkedDeque<RequestHandler<KinesisEvent, StreamsEventResponse>> idle =
            new ConcurrentLinkedDeque<>();
    private final PojoSerializer<KinesisEvent> events =
            LambdaEventSerializers.serializerFor(KinesisEvent.class, LambdaFunction.class.getClassLoader());

    /**
     * @param concurrency invocations at once, at the most
     * @param environments makes the handler of an execution environment at its cold start
     */
    public LambdaFunction(
            String name, int concurrency, Supplier<RequestHandler<KinesisEvent, StreamsEventResponse>> environments) {
        this(name, concurrency, environments, FunctionMeter.NONE);
    }

    public LambdaFunction(
            String name,
            int concurrency,
            Supplier<RequestHandler<KinesisEvent, StreamsEventResponse>> environments,
            FunctionMeter meter) {
        this.meter = meter;
        this.name = name;
        this.concurrency = concurrency;
        this.free = new Semaphore(concurrency);
        this.environments = environments;
    }

    String name() {
        return name;
    }

    int concurrency() {
        return concurrency;
    }

    /** Blocks until the function has returned or thrown; first, if need be, until there is an environment for it. */
    public Invocation invoke(byte[] payload) {
        free.acquireUninterruptibly();
        try {
            return metered(payload);
        } finally {
            free.release();
        }
    }

    /** As {@link #invoke}, but empty at once when all environments are in use. */
    Optional<Invocation> tryInvoke(byte[] payload) {
        if (!free.tryAcquire()) {
            meter.throttled();
            return Optional.empty();
        }
        try {
            return Optional.of(metered(payload));
        } finally {
            free.release();
        }
    }

    private Invocation metered(byte[] payload) {
        int running = concurrency - free.availablePermits();
        Invocation ended = run(payload);
        meter.ran(ended, running);
        return ended;
    }

    private Invocation run(byte[] payload) {
        LocalContext context = new LocalContext(name);
        long started = System.nanoTime();
        Optional<Duration> init = Optional.empty();
        try {
            RequestHandler<KinesisEvent, StreamsEventResponse> handler = idle.pollFirst();
            if (handler == null) {
                handler = environments.get();
                init = Optional.of(Duration.ofNanos(System.nanoTime() - started));
                started = System.nanoTime();
            }
            // An environment whose handler throws is used again, as Lambda does it.
            try {
                StreamsEventResponse response =
                        handler.handleRequest(events.fromJson(new ByteArrayInputStream(payload)), context);
                return ended(context, JSON.writeValueAsBytes(response), Optional.empty(), started, init);
            } finally {
                idle.addFirst(handler);
            }
        } catch (RuntimeException | IOException e) {
            LOG.warn("The function failed: {}", e.toString());
            return ended(context, error(e), Optional.of("Unhandled"), started, init);
        }
    }

    private static Invocation ended(
            LocalContext context, byte[] payload, Optional<String> error, long started, Optional<Duration> init) {
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        return new Invocation(context.getAwsRequestId(), payload, error, duration, init, context.log());
    }

    private static byte[] error(Exception e) {
        return JSON.createObjectNode()
                .put("errorMessage", e.getMessage())
                .put("errorType", e.getClass().getName())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
