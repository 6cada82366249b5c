package io.plumbline.aws;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.useragent.BusinessMetricFeatureId;

/**
 * As whom AWS is asked.
 *
 * @param source which parts of the chain gave the credentials
 * @param expires when they end; empty where they don't, or don't say
 */
public record LoginFacts(String source, Optional<Instant> expires) {

    private static final String PREFIX = "CREDENTIALS_";

    static LoginFacts of(AwsCredentials credentials) {
        String parts = credentials.providerName().stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(LoginFacts::named)
                .collect(Collectors.joining(", "));
        return new LoginFacts(parts.isEmpty() ? "the SDK's chain" : parts, credentials.expirationTime());
    }

    /** The SDK has a letter for each part, and a constant for each letter. */
    private static String named(String part) {
        return Arrays.stream(BusinessMetricFeatureId.values())
                .filter(feature -> feature.name().startsWith(PREFIX) && part.equals(feature.value()))
                .map(feature -> feature.name()
                        .substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' '))
                .findFirst()
                .orElse(part);
    }
}
