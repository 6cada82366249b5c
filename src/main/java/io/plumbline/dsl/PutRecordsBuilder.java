package io.plumbline.dsl;

import io.gatling.javaapi.core.Session;
import io.plumbline.gatling.Put;
import io.plumbline.gatling.Put.How;
import io.plumbline.gatling.RecordTemplate;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Puts many records by PutRecords, in as few requests as the limits allow: 500 records and
 * {@code plumbline.kinesis.maxRequestBytes} each. Each record is evaluated with its own {@code #{trace.…}} as of
 * {@link PutRecordBuilder}, and with {@code #{trace.index}}, its place in the batch from 0. All of them have one
 * {@code sent} stamp, from before the first is made, and so one deadline.
 *
 * <p>A record that cannot be made or sent is rejected by itself, the others are put. The user fails unless Kinesis takes
 * all.
 */
public final class PutRecordsBuilder extends PutBuilder<PutRecordsBuilder> {

    private final String name;
    private final Function<Session, List<RecordTemplate>> records;

    private PutRecordsBuilder(String name, Function<Session, List<RecordTemplate>> records, How how) {
        super(how);
        this.name = name;
        this.records = records;
    }

    static PutRecordsBuilder of(String name, int count, KinesisRecord record) {
        if (count < 1) {
            throw new IllegalArgumentException("putRecords takes at least one record, not " + count);
        }
        List<RecordTemplate> records = Collections.nCopies(count, record.template());
        return new PutRecordsBuilder(name, session -> records, How.PLAIN);
    }

    static PutRecordsBuilder of(String name, Function<Session, List<KinesisRecord>> records) {
        return new PutRecordsBuilder(
                name,
                session -> records.apply(session).stream()
                        .map(KinesisRecord::template)
                        .toList(),
                How.PLAIN);
    }

    @Override
    PutRecordsBuilder with(How other) {
        return new PutRecordsBuilder(name, records, other);
    }

    @Override
    Put put() {
        return new Put(name, true, records, how());
    }
}
