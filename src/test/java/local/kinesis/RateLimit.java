package local.kinesis;

/** A bucket that holds what one second allows and fills at that rate. */
final class RateLimit {

    private final double perSecond;
    private final double capacity;
    private double available;
    private long lastMicros;

    RateLimit(double perSecond) {
        this(perSecond, perSecond);
    }

    /** @param capacity how much may be taken at once after a pause */
    RateLimit(double perSecond, double capacity) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.available = capacity;
    }

    /** Whether there is this much; nothing is taken yet. */
    boolean has(double amount, long nowMicros) {
        if (nowMicros > lastMicros) {
            available = Math.min(capacity, available + perSecond * (nowMicros - lastMicros) / 1e6);
            lastMicros = nowMicros;
        }
        return available >= amount;
    }

    /** May go below zero: what was taken beyond the limit delays what comes next. */
    void take(double amount) {
        available -= amount;
    }
}
