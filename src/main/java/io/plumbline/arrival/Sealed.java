package io.plumbline.arrival;

import org.jspecify.annotations.Nullable;

/**
 * A row with its digest and what the digest covers.
 *
 * @param data JSON
 */
public record Sealed(String traceId, @Nullable String key, @Nullable String data, String digest) {}
