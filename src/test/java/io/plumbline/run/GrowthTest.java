package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** A record of a large run costs what one of a small run does; by ratio, as machines differ, and by the thread's own CPU time. */
class GrowthTest {

    /** What grows with the run shows as 10; caches and neighbours on the machine have made no more than half of this. */
    private static final double MOST = 3;

    private static final int TRIES = 3;

    @Test
    void tenTimesTheRecordsCostNoMoreARecord() {
        Growth.warmUp();

        assertThat(cheapest(200_000) / cheapest(20_000)).isLessThan(MOST);
    }

    /** Whoever else is at work on the machine only ever makes it dearer. */
    private static double cheapest(long records) {
        return DoubleStream.generate(() -> Growth.cpuMicros(records))
                .limit(TRIES)
                .min()
                .orElseThrow();
    }
}
