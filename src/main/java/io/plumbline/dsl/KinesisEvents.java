package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import io.plumbline.gatling.KinesisEvent;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** Payloads like those of an event source mapping. */
public final class KinesisEvents {

    private KinesisEvents() {}

    /** The event of these records, each made for each user anew. */
    public static Body of(Function<Session, List<KinesisRecord>> records) {
        return CoreDsl.ByteArrayBody(session -> KinesisEvent.of(
                session,
                records.apply(session).stream().map(KinesisRecord::template).toList(),
                Clock.systemUTC()));
    }
}
