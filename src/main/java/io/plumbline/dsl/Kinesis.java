package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;

/** What can be done with the stream, under a name that becomes a group in Gatling's report. */
public final class Kinesis {

    private final String name;

    /** @param name Gatling's expression language */
    public Kinesis(String name) {
        this.name = name;
    }

    /** Puts one record; the body is any of Gatling's that makes text or bytes. */
    public PutRecordBuilder putRecord(Body body) {
        return PutRecordBuilder.of(name, body);
    }
}
