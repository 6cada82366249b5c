package io.plumbline.run;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.LambdaGateway;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Direct calls of the function, which stand outside of the account of the records. Opened by the first who wants it. */
final class Invocations implements AutoCloseable {

    private final Settings settings;
    private final GeneratorHealth health;
    private @Nullable LambdaGateway gateway;

    Invocations(Settings settings, GeneratorHealth health) {
        this.settings = settings;
        this.health = health;
    }

    /** @throws StartFailure if the function is not named or cannot be invoked */
    synchronized void open() {
        if (gateway != null) {
            return;
        }
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new StartFailure(missing);
        }
        LambdaGateway opened = new LambdaGateway(settings);
        List<String> problems = opened.problems();
        if (!problems.isEmpty()) {
            opened.close();
            throw new StartFailure(problems);
        }
        gateway = opened;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (settings.lambda().function().isEmpty()) {
            missing.add("plumbline.lambda.function (LAMBDA_FUNCTION_NAME) is not set, and the simulation invokes it");
        }
        // Without it the client would call the real service.
        if (settings.target() == Target.LOCAL_STAND_IN
                && settings.lambda().endpoint().isEmpty()) {
            missing.add("the local stand-in does not say where its Lambda is, and the simulation invokes its function");
        }
        return missing;
    }

    CompletionStage<InvokeOutcome> invoke(byte[] payload, boolean event) {
        return opened().invoke(payload, event).thenApply(outcome -> {
            if (outcome instanceof InvokeOutcome.Failed failed && failed.forWantOfAConnection()) {
                health.acquireFailed();
            }
            return outcome;
        });
    }

    private synchronized LambdaGateway opened() {
        if (gateway == null) {
            throw new IllegalStateException("open it first");
        }
        return gateway;
    }

    @Override
    public synchronized void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
