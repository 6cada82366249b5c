package io.plumbline.run;

import java.util.function.LongConsumer;

/** A machine of four cores that does nothing but what a test lets it do. */
final class IdleMachine implements Machine {

    private LongConsumer pauses = micros -> {};
    private long cpuMicros;

    void uses(long micros) {
        cpuMicros += micros;
    }

    void collects(long pauseMicros) {
        pauses.accept(pauseMicros);
    }

    @Override
    public long cpuMicros() {
        return cpuMicros;
    }

    @Override
    public int cores() {
        return 4;
    }

    @Override
    public void collections(LongConsumer takesPauses) {
        pauses = takesPauses;
    }
}
