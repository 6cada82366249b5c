package io.plumbline.dsl;

import io.plumbline.gatling.Put;
import io.plumbline.gatling.Put.How;
import io.plumbline.gatling.RecordTemplate;
import java.util.List;

/**
 * Puts one record. While its body is made, the session's {@code trace} holds {@code #{trace.id}} (which the body has to
 * carry), {@code #{trace.key}}, {@code #{trace.run}} (for the table's run id column), {@code #{trace.sent}} (epoch
 * microseconds), {@code #{trace.timestamp}} (ISO-8601), {@code #{trace.user}} and {@code #{trace.iteration}} (from 0).
 * Where a JSON body with {@code traceId} has {@code #{trace.digest}}, the record carries a digest of its trace id, of
 * {@code load_test.key} and of {@code data}, by which the table shows whether it was changed on its way.
 */
public final class PutRecordBuilder extends PutBuilder<PutRecordBuilder> {

    private final String name;
    private final KinesisRecord record;

    PutRecordBuilder(String name, KinesisRecord record, How how) {
        super(how);
        this.name = name;
        this.record = record;
    }

    /**
     * The key that chooses the shard; records of one key keep their order. By default {@code #{trace.key}}.
     *
     * @param key 1 to 256 characters; Gatling's expression language
     */
    public PutRecordBuilder partitionKey(String key) {
        return new PutRecordBuilder(name, record.partitionKey(key), how());
    }

    /**
     * Chooses the shard in the partition key's place. Order is not judged in a run with such records.
     *
     * @param key a decimal number from 0 to 2^128 - 1; Gatling's expression language
     */
    public PutRecordBuilder explicitHashKey(String key) {
        return new PutRecordBuilder(name, record.explicitHashKey(key), how());
    }

    /**
     * Kinesis gives the record a higher sequence number than this one, of the same partition key.
     *
     * @param sequenceNumber that an earlier put returned; Gatling's expression language
     */
    public PutRecordBuilder sequenceNumberForOrdering(String sequenceNumber) {
        return with(how().after(sequenceNumber));
    }

    @Override
    PutRecordBuilder with(How other) {
        return new PutRecordBuilder(name, record, other);
    }

    @Override
    Put put() {
        List<RecordTemplate> one = List.of(record.template());
        return new Put(name, false, session -> one, how());
    }
}
