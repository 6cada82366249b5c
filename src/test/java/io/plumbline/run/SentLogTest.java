package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ledger.Sent;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.trace.TraceIds;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentLogTest {

    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final SentLog log = new SentLog();

    @Test
    void holdsWhatWasSentWhateverTheOrder() {
        List<Sent> records = LongStream.of(9_999, 0, 4_096, 4_095)
                .mapToObj(number -> new Sent(number, 1_000 + number, 5_000 + number, number != 4_096))
                .toList();

        log.sent(records.subList(0, 1));
        log.sent(records.subList(1, 4));
        log.refusedLocally(records.subList(3, 4));

        assertThat(log.records(ids))
                .containsExactlyInAnyOrder(
                        new SentRecord(ids.load(0), 1_000, 5_000, true, 1, false),
                        new SentRecord(ids.load(4_095), 5_095, 9_095, true, 1, true),
                        new SentRecord(ids.load(4_096), 5_096, 9_096, false, 1, false),
                        new SentRecord(ids.load(9_999), 10_999, 14_999, true, 1, false));
    }

    @Test
    void whatIsSentWhileItIsHandedOverIsNotInIt() {
        log.sent(List.of(new Sent(0, 1, 2, true)));
        Stream<SentRecord> handedOver = log.records(ids);

        log.sent(List.of(new Sent(1, 3, 4, true)));

        assertThat(handedOver).hasSize(1);
        assertThat(log.records(ids)).hasSize(2);
    }
}
