package io.plumbline.dsl;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.plumbline.gatling.GatlingDsl;
import io.plumbline.gatling.Watch;
import io.plumbline.run.Expectation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PutBuilderTest {

    private PutRecordBuilder put;

    @BeforeEach
    void configure() {
        GatlingDsl.configure();
        put = new Kinesis("name").putRecord(StringBody("{}"));
    }

    @Test
    void putOnlySaysNothingOfRows() {
        assertThat(put.how().watch().expected()).isEqualTo(Expectation.NOTHING_SAID);
    }

    @Test
    void rowsAreExpectedOfWhatIsLookedFor() {
        Duration soon = Duration.ofSeconds(3);
        assertThat(put.awaitArrival(soon).expectRows(127).how().watch())
                .isEqualTo(new Watch.Await(new Expectation(Optional.of(soon), true, 127)));
        assertThat(put.trackArrival().expectRows(2).how().watch()).isEqualTo(new Watch.Track(Expectation.arrival(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128})
    void refusesNumbersThatNoRecordHas(int rows) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put.awaitArrival().expectRows(rows))
                .withMessageContaining("1 to 127, not " + rows);
    }

    @Test
    void refusesRowsThatNobodyLooksFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> put.expectRows(2))
                .withMessage("expectRows comes after awaitArrival() or trackArrival()");
        assertThatIllegalStateException().isThrownBy(() -> put.expectNone().expectRows(2));
    }

    @Test
    void whatIsToHaveNoRowsIsNotLookedFor() {
        assertThat(put.expectNone().how().watch()).isEqualTo(Watch.NO_ROWS);
        assertThatIllegalStateException().isThrownBy(() -> put.expectNone().awaitArrival());
        assertThatIllegalStateException().isThrownBy(() -> put.trackArrival().expectNone());
    }
}
