package local;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time: what is planned happens in the order of its time, in one thread and at once. Something that takes time
 * lets it pass by {@link #pass}, and what is planned meanwhile happens in it.
 */
public final class World implements MicroClock {

    private record Event(long micros, long order, Runnable what) {}

    private final PriorityQueue<Event> planned =
            new PriorityQueue<>(Comparator.comparingLong(Event::micros).thenComparingLong(Event::order));

    private long nowMicros = 1_700_000_000_000_000L;
    private long order;

    @Override
    public long nowMicros() {
        return nowMicros;
    }

    public void after(Duration delay, Runnable what) {
        planned.add(new Event(nowMicros + delay.toNanos() / 1_000, order++, what));
    }

    public void pass(Duration time) {
        long end = nowMicros + time.toNanos() / 1_000;
        while (!planned.isEmpty() && planned.peek().micros() <= end) {
            Event next = planned.remove();
            // An event that itself took time may have passed the time of the next one.
            nowMicros = Math.max(nowMicros, next.micros());
            next.what().run();
        }
        nowMicros = Math.max(nowMicros, end);
    }
}
