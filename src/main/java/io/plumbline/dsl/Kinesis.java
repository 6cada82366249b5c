package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.Session;
import io.plumbline.gatling.Put;
import java.util.List;
import java.util.function.Function;

/** What can be done with the stream, under a name that becomes a group in Gatling's report. */
public final class Kinesis {

    private final String name;

    /** @param name Gatling's expression language */
    public Kinesis(String name) {
        this.name = name;
    }

    /** Puts one record; the body is any of Gatling's that makes text or bytes. */
    public PutRecordBuilder putRecord(Body body) {
        return new PutRecordBuilder(name, KinesisRecord.of(body), Put.How.PLAIN);
    }

    /**
     * Puts many records alike, whose partition keys are {@code #{trace.key}}.
     *
     * @param count at least 1; more than 500 go in several requests
     * @param body any of Gatling's that makes text or bytes, made for each record anew
     */
    public PutRecordsBuilder putRecords(int count, Body body) {
        return PutRecordsBuilder.of(name, count, KinesisRecord.of(body));
    }

    /**
     * Puts many records alike, with keys of their own.
     *
     * @param count at least 1; more than 500 go in several requests
     * @param record its body and its texts are made for each record anew
     */
    public PutRecordsBuilder putRecords(int count, KinesisRecord record) {
        return PutRecordsBuilder.of(name, count, record);
    }

    /**
     * Puts the records that a function makes of the user's session, of what a feeder put there for example. Without any
     * there is a failed row, and the user fails.
     */
    public PutRecordsBuilder putRecords(Function<Session, List<KinesisRecord>> records) {
        return PutRecordsBuilder.of(name, records);
    }
}
