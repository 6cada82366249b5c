package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.gatling.Invoke;
import java.util.List;

/**
 * Invokes the function that {@code plumbline.lambda.function} names, once and without retries. Its rows in Gatling's
 * report: {@code Invoke}, the round trip; {@code Reported duration} and, where the environment was cold, {@code Cold start},
 * both as the line {@code REPORT} of the function's log has them (functions that log in JSON have no such line).
 *
 * <p>{@code Invoke} fails, and with it the user, when Lambda refuses the invocation (429 where it is throttled), when
 * there is no answer within {@code plumbline.lambda.timeout}, when the function ends with an error, and when the payload
 * cannot be made. A check on {@code statusCode()} takes refusals, one on {@code functionError()} errors of the function
 * for itself: then the checks decide.
 *
 * <p>Invocations stand outside of the account of the records.
 */
public final class InvokeBuilder implements io.gatling.javaapi.core.ActionBuilder {

    private final Invoke invoke;

    InvokeBuilder(Invoke invoke) {
        this.invoke = invoke;
    }

    /**
     * Lambda only queues the invocation and answers with 202 ({@code Event}): no payload, no reported duration. It takes
     * less than otherwise, and may try again by itself when the function fails.
     */
    public InvokeBuilder event() {
        return new InvokeBuilder(invoke.asEvent());
    }

    /**
     * Checks on the answer: {@code statusCode()}, {@code functionError()}, {@code executedVersion()},
     * {@code billedDuration()}, and on the payload Gatling's {@code bodyString()}, {@code substring(…)}, {@code regex(…)},
     * {@code jsonPath(…)} and {@code jmesPath(…)}.
     *
     * @throws IllegalArgumentException if a check is on something else
     */
    public InvokeBuilder check(CheckBuilder... checks) {
        return new InvokeBuilder(invoke.checking(List.of(checks)));
    }

    @Override
    public ActionBuilder asScala() {
        return invoke.asScala();
    }
}
