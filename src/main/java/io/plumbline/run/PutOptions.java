package io.plumbline.run;

import org.jspecify.annotations.Nullable;

/**
 * How records are put.
 *
 * @param batch by PutRecords, in requests within the service's limits; else by PutRecord, one each
 * @param retries how often what was throttled is put again
 * @param sequenceNumberForOrdering of an earlier record of the same key, which a PutRecord is to follow; null for none
 */
public record PutOptions(boolean batch, int retries, @Nullable String sequenceNumberForOrdering) {}
