package local.faults;

import io.plumbline.trace.MicroClock;

/** The clock of AWS, Lambda or Google: off by a skew, and drifting. */
public final class PartyClock implements MicroClock {

    private final MicroClock trueClock;
    private final long startMicros;
    private final long skewMicros;
    private final double rate;

    /** @param driftPpm microseconds that it gains each second */
    public PartyClock(MicroClock trueClock, long skewMicros, double driftPpm) {
        this.trueClock = trueClock;
        this.startMicros = trueClock.nowMicros();
        this.skewMicros = skewMicros;
        this.rate = driftPpm / 1e6;
    }

    @Override
    public long nowMicros() {
        long now = trueClock.nowMicros();
        return now + skewMicros + Math.round((now - startMicros) * rate);
    }

    /** The true time at which this clock shows a stamp. */
    public long toTrue(long stampMicros) {
        return startMicros + Math.round((stampMicros - skewMicros - startMicros) / (1 + rate));
    }
}
