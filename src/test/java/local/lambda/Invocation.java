package local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * How an invocation ended.
 *
 * @param payload what the function returned, or the error as Lambda writes it
 * @param functionError {@code Unhandled} where the function threw
 * @param init how long the cold start took, if there was one
 * @param log what the function logged, a line each
 */
public record Invocation(
        String requestId,
        byte[] payload,
        Optional<String> functionError,
        Duration duration,
        Optional<Duration> init,
        String log) {

    private static final int TAIL_BYTES = 4 << 10;

    public boolean failed() {
        return functionError.isPresent();
    }

    /** The last 4 KB of the log, as Lambda returns it. */
    byte[] logTail() {
        String all = "START RequestId: " + requestId + " Version: $LATEST\n" + log + "END RequestId: " + requestId
                + "\n" + report() + "\n";
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - TAIL_BYTES), bytes.length);
    }

    private String report() {
        double millis = duration.toNanos() / 1e6;
        String line =
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: 512 MB\tMax Memory Used: 128 MB"
                        .formatted(requestId, millis, (long) Math.ceil(millis));
        return line
                + init.map(time -> "\tInit Duration: %.2f ms".formatted(time.toNanos() / 1e6))
                        .orElse("");
    }
}
