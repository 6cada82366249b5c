package local.cloudwatch;

import java.time.Duration;
import local.lambda.FunctionMeter;
import local.lambda.Invocation;

/** What Lambda counts of a function. */
public final class FunctionMetrics implements FunctionMeter {

    private final Series invocations;
    private final Series errors;
    private final Series throttles;
    private final Series duration;
    private final Series concurrent;
    private final Series age;

    public FunctionMetrics(Metrics metrics, String function) {
        this.invocations = series(metrics, "Invocations", function);
        this.errors = series(metrics, "Errors", function);
        this.throttles = series(metrics, "Throttles", function);
        this.duration = series(metrics, "Duration", function);
        this.concurrent = series(metrics, "ConcurrentExecutions", function);
        this.age = series(metrics, "IteratorAge", function);
    }

    private static Series series(Metrics metrics, String metric, String function) {
        return metrics.series("AWS/Lambda", metric, "FunctionName", function);
    }

    @Override
    public void ran(Invocation ended, int running) {
        invoked(ended.failed(), ended.duration());
        duration.add(ended.duration().toNanos() / 1e6, ended.duration());
        concurrent.add(running, ended.duration());
    }

    /** An invocation of which nothing but its end is known. */
    void invoked(boolean failed) {
        invoked(failed, Duration.ZERO);
    }

    private void invoked(boolean failed, Duration since) {
        invocations.add(1, since);
        errors.add(failed ? 1 : 0, since);
        throttles.add(0, since);
    }

    @Override
    public void throttled() {
        throttles.add(1);
    }

    /** An event is sent whose last record came to the stream so long ago. */
    void sent(long ageMillis) {
        age.add(ageMillis);
    }
}
