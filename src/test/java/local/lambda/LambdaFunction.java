package local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
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
    private final Supplier<RequestHandler<KinesisEvent, StreamsEventResponse>> environments;
    private final ConcurrentLinkedDeque<RequestHandler<KinesisEvent, StreamsEventResponse>> idle =
            new ConcurrentLinkedDeque<>();
    private final PojoSerializer<KinesisEvent> events =
            LambdaEventSerializers.serializerFor(KinesisEvent.class, LambdaFunction.class.getClassLoader());

    /** @param environments makes the handler of an execution environment at its cold start */
    public LambdaFunction(String name, Supplier<RequestHandler<KinesisEvent, StreamsEventResponse>> environments) {
        this.name = name;
        this.environments = environments;
    }

    /** Blocks until the function has returned or thrown. */
    public Invocation invoke(byte[] payload) {
        try {
            RequestHandler<KinesisEvent, StreamsEventResponse> handler = idle.pollFirst();
            if (handler == null) {
                handler = environments.get();
            }
            try {
                StreamsEventResponse response = handler.handleRequest(
                        events.fromJson(new ByteArrayInputStream(payload)), new LocalContext(name));
                return new Invocation(JSON.writeValueAsBytes(response), Optional.empty());
            } finally {
                idle.addFirst(handler);
            }
        } catch (RuntimeException | IOException e) {
            LOG.warn("The function failed: {}", e.toString());
            return unhandled(e);
        }
    }

    private static Invocation unhandled(Exception e) {
        ObjectNode error = JSON.createObjectNode();
        error.put("errorMessage", e.getMessage());
        error.put("errorType", e.getClass().getName());
        return new Invocation(
                error.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), Optional.of("Unhandled"));
    }
}
