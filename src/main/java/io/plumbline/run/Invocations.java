package io.plumbline.run;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.LambdaGateway;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Direct calls of the function, which stand outside of the account of the records. Opened by the first who wants it. */
final class Invocations implements AutoCloseable {

    private final Settings settings;
    private final GeneratorHealth health;
    private final OnDemand<LambdaGateway> gateway;

    Invocations(Settings settings, GeneratorHealth health) {
        this.settings = settings;
        this.health = health;
        this.gateway = new OnDemand<>(
                this::missing, () -> new LambdaGateway(settings), LambdaGateway::problems, LambdaGateway::close);
    }

    /** @throws StartFailure if the function is not named or cannot be invoked */
    void open() {
        gateway.open();
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
        return gateway.opened().invoke(payload, event).thenApply(outcome -> {
            if (outcome instanceof InvokeOutcome.Failed failed && failed.forWantOfAConnection()) {
                health.acquireFailed();
            }
            return outcome;
        });
    }

    @Override
    public void close() {
        gateway.close();
    }
}
