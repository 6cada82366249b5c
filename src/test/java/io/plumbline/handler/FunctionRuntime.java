package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.function.IntSupplier;

/**
 * Lambda's runtime for Java, so much of it as a function sees, in a JVM that has nothing but the packed function and
 * this class. Reads a line an invocation, {@code <milliseconds that it may take> <event, base64>}; answers by a line
 * {@link #ANSWERED} or {@link #FAILED} and text in base64. What else is printed the function has logged.
 */
public final class FunctionRuntime {

    static final String ANSWERED = "answered ";
    static final String FAILED = "failed ";

    private final RequestHandler<KinesisEvent, StreamsEventResponse> handler = new PipelineHandler();
    private final PojoSerializer<KinesisEvent> events =
            LambdaEventSerializers.serializerFor(KinesisEvent.class, FunctionRuntime.class.getClassLoader());
    private final PojoSerializer<StreamsEventResponse> answers =
            LambdaEventSerializers.serializerFor(StreamsEventResponse.class, FunctionRuntime.class.getClassLoader());

    private FunctionRuntime() {}

    public static void main(String[] arguments) throws IOException {
        FunctionRuntime runtime = new FunctionRuntime();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split(" ");
            System.out.println(runtime.invoke(
                    Integer.parseInt(parts[0]), Base64.getDecoder().decode(parts[1])));
        }
    }

    private String invoke(int timeoutMillis, byte[] event) {
        try {
            Invocation context = Invocation.endingIn(timeoutMillis);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answers.toJson(handler.handleRequest(events.fromJson(new ByteArrayInputStream(event)), context), answer);
            return ANSWERED + Base64.getEncoder().encodeToString(answer.toByteArray());
        } catch (RuntimeException | Error e) {
            return FAILED + Base64.getEncoder().encodeToString(e.toString().getBytes(UTF_8));
        }
    }

    /** What a function is told of its invocation. */
    record Invocation(IntSupplier timeLeft) implements Context {

        private static Invocation endingIn(int millis) {
            long end = System.nanoTime() + millis * 1_000_000L;
            return new Invocation(() -> (int) Math.max(0, (end - System.nanoTime()) / 1_000_000));
        }

        @Override
        public int getRemainingTimeInMillis() {
            return timeLeft.getAsInt();
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public String getAwsRequestId() {
            return "00000000-0000-4000-8000-000000000000";
        }

        @Override
        public String getLogGroupName() {
            return "/aws/lambda/packed";
        }

        @Override
        public String getLogStreamName() {
            return "packed";
        }

        @Override
        public String getFunctionName() {
            return "packed";
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:eu-central-1:000000000000:function:packed";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientContext getClientContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public LambdaLogger getLogger() {
            throw new UnsupportedOperationException();
        }
    }
}
