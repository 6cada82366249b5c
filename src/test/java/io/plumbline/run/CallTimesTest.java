package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Watches.Watcher;
import io.plumbline.ledger.Arrival;
import io.plumbline.result.RunRecord.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final CallTimes calls = new CallTimes();

    @Test
    void theTimesAreOfThoseThatWentWellAndTheOthersAreCounted() {
        calls.ended("Invoke", 2_000, true);
        calls.ended("Invoke", 9_000_000, false);
        calls.ended("Invoke", 4_000, true);
        calls.ended("Insert", 1_000, false);

        assertThat(calls.calls()).extracting(Call::name).containsExactly("Insert", "Invoke");
        Call insert = calls.calls().get(0);
        assertThat(insert.failed()).isEqualTo(1);
        assertThat(insert.latency().count()).isZero();
        assertThat(insert.latency().p50()).isNull();
        Call invoke = calls.calls().get(1);
        assertThat(invoke.failed()).isEqualTo(1);
        assertThat(invoke.latency().count()).isEqualTo(2);
        assertThat(invoke.latency().mean()).isEqualTo(3);
        assertThat(invoke.latency().max()).isEqualTo(4);
    }

    @Test
    void itWentWellOnceOneDid() {
        calls.ended("Query", 1, false);
        assertThat(calls.wentWell()).isFalse();
        calls.ended("Query", 1, true);
        assertThat(calls.wentWell()).isTrue();
    }

    @Test
    void whatWasMissedLiesBeyondWhatWasSeenAndWhatNobodyLookedForMayLieAnywhere() {
        List<String> told = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void arrived(Arrival arrival) {
                told.add("arrived");
            }

            @Override
            public void missed(boolean lookedFor) {
                told.add("missed " + lookedFor);
            }
        };
        calls.timing(0, watcher).missed(true);
        assertThat(calls.watched().min().lower()).isNull();
        calls.timing(0, watcher).missed(false);

        assertThat(told).containsExactly("missed true", "missed false");
        assertThat(calls.watched().count()).isEqualTo(2);
        assertThat(calls.watched().min().lower()).isZero();
        assertThat(calls.watched().p50().upper()).isNull();
        assertThat(calls.wentWell()).isFalse();
    }
}
