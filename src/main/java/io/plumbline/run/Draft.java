package io.plumbline.run;

import org.jspecify.annotations.Nullable;

/**
 * A record as its author made it.
 *
 * @param body before it is encoded, with {@link io.plumbline.trace.Digest#PLACEHOLDER} where the digest has to be, if anywhere
 * @param encoding of the body as it is sent
 * @param explicitHashKey a decimal number below 2^128 that chooses the shard instead of the partition key; null for none
 * @param problem why it could not be made, the rest is without meaning then; null where it could
 */
public record Draft(
        Attempt attempt,
        byte[] body,
        Encoding encoding,
        String partitionKey,
        @Nullable String explicitHashKey,
        @Nullable String problem) {

    /** One that could not be made. */
    public static Draft failed(Attempt attempt, String problem) {
        return new Draft(attempt, new byte[0], Encoding.PLAIN, "", null, problem);
    }
}
