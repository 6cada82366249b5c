package local.lambda;

import java.util.Optional;

/**
 * How an invocation ended.
 *
 * @param payload what the function returned, or the error as Lambda writes it
 * @param functionError {@code Unhandled} where the function threw
 */
public record Invocation(byte[] payload, Optional<String> functionError) {

    public boolean failed() {
        return functionError.isPresent();
    }
}
