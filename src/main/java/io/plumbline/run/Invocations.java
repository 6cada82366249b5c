package io.plumbline.run;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.LambdaGateway;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Direct calls of the function, which stand outside of the account of the records. */
final class Invocations {

    private final LambdaGateway function;
    private final GeneratorHealth health;
    private final Gate gate;
    private final KillSwitch kill;

    Invocations(LambdaGateway function, GeneratorHealth health, Gate gate, KillSwitch kill) {
        this.function = function;
        this.health = health;
        this.gate = gate;
        this.kill = kill;
    }

    CompletionStage<InvokeOutcome> invoke(byte[] payload, boolean event) {
        String shut = gate.admit(1, payload.length);
        if (shut != null) {
            return CompletableFuture.completedFuture(new InvokeOutcome.Failed(Optional.empty(), "not sent", shut));
        }
        return function.invoke(payload, event).thenApply(outcome -> {
            kill.invoked(outcome);
            if (outcome instanceof InvokeOutcome.Failed failed && failed.forWantOfAConnection()) {
                health.acquireFailed();
            }
            return outcome;
        });
    }
}
