package io.plumbline.aws;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Which stream or function it is.
 *
 * @param account 12 digits, of the ARN that its service has for it
 * @param unread why its tags could not be read; empty where they were
 */
public record Identity(String name, String account, Map<String, String> tags, Optional<String> unread) {

    private static final int ACCOUNT_PART = 4;

    static Identity of(String name, String arn, Supplier<Map<String, String>> tags) {
        String account = arn.split(":")[ACCOUNT_PART];
        try {
            return new Identity(name, account, Map.copyOf(tags.get()), Optional.empty());
        } catch (CompletionException e) {
            return new Identity(name, account, Map.of(), Optional.of(PutFailures.describe(PutFailures.cause(e))));
        }
    }
}
