package io.plumbline.run;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.LambdaGateway;
import java.util.concurrent.CompletionStage;

/** Direct calls of the function, which stand outside of the account of the records. */
final class Invocations {

    private final LambdaGateway function;
    private final GeneratorHealth health;

    Invocations(LambdaGateway function, GeneratorHealth health) {
        this.function = function;
        this.health = health;
    }

    CompletionStage<InvokeOutcome> invoke(byte[] payload, boolean event) {
        return function.invoke(payload, event).thenApply(outcome -> {
            if (outcome instanceof InvokeOutcome.Failed failed && failed.forWantOfAConnection()) {
                health.acquireFailed();
            }
            return outcome;
        });
    }
}
