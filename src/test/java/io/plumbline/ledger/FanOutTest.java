package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private final FanOut fanOut = new FanOut();

    @Test
    void aRowThatIsFoundAgainCountsOnce() {
        fanOut.add(List.of(row(100, 0, 200)));
        fanOut.add(List.of(row(100, 0, 300)));
        assertThat(fanOut.count()).isEqualTo(1);
    }

    @Test
    void rowsThatSayTheSameCountAsOftenAsOneAnswerShowsThem() {
        fanOut.add(List.of(row(100, 0, 200)));
        fanOut.add(List.of(row(100, 0, 300), row(100, 0, 300)));
        fanOut.add(List.of(row(100, 0, 400), row(100, 0, 400)));
        assertThat(fanOut.count()).isEqualTo(2);
    }

    @Test
    void rowsWithOtherSequenceNumbersAreOtherRows() {
        fanOut.add(List.of(row(100, 0, 200), new Sighting(stamps(100), 0, 200, "another")));
        assertThat(fanOut.count()).isEqualTo(2);
    }

    @Test
    void theRecordIsCompleteWhenTheLastOfSoManyRowsWasThere() {
        fanOut.add(List.of(row(100, 0, 400), row(300, 250, 400)));
        fanOut.add(List.of(row(200, 150, 500), row(900, 800, 1_000)));
        Sighting third = fanOut.last(3);
        assertThat(third.remote()).isEqualTo(stamps(300));
        assertThat(third.absentMicros()).isEqualTo(250);
        assertThat(third.presentMicros()).isEqualTo(500);
    }

    @Test
    void withoutInsertStampsRowsComeAsTheyAreSeen() {
        Sighting first = new Sighting(Stamps.none(), 0, 200, "a");
        Sighting second = new Sighting(Stamps.none(), 200, 400, "b");
        fanOut.add(List.of(second, first));
        assertThat(fanOut.last(1).sequenceNumber()).isEqualTo("a");
        assertThat(fanOut.last(2)).isEqualTo(second);
    }

    private static Sighting row(long inserted, long absent, long present) {
        return new Sighting(stamps(inserted), absent, present, "1");
    }

    private static Stamps stamps(long inserted) {
        return Stamps.none().with(Stamp.INSERTED, inserted);
    }
}
