package local.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** Latencies in microseconds, all of them kept, in chunks, so that growing copies nothing. */
final class IntSamples {

    private static final int CHUNK = 1 << 14;
    private static final int HALF = 16;

    private final List<int[]> full = new ArrayList<>();
    private int[] growing = new int[0];
    private int grown;
    private int size;
    private long sum;

    void add(long micros) {
        if (grown == growing.length) {
            full.add(growing);
            growing = new int[CHUNK];
            grown = 0;
        }
        int value = (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
        growing[grown++] = value;
        size++;
        sum += value;
    }

    /** All of them; shares the memory of what those have kept until now. */
    void addAll(IntSamples others) {
        full.addAll(others.full);
        full.add(Arrays.copyOf(others.growing, others.grown));
        size += others.size;
        sum += others.sum;
    }

    int count() {
        return size;
    }

    /** In milliseconds, by nearest rank over these and {@code beyond} more that are larger than any. */
    OptionalDouble percentile(double p, long beyond) {
        long rank = Math.max(1, (long) Math.ceil(p * (size + beyond)));
        return rank > size ? OptionalDouble.empty() : OptionalDouble.of(value(rank) / 1e3);
    }

    OptionalDouble min() {
        return percentile(0, 0);
    }

    /** In milliseconds. */
    OptionalDouble mean() {
        return size == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / 1e3 / size);
    }

    /** The value of this rank, counted from 1: first its upper half of bits, then its lower one. */
    private int value(long rank) {
        int[] upper = new int[1 << HALF];
        each(value -> upper[value >>> HALF]++);
        long before = 0;
        int high = 0;
        while (before + upper[high] < rank) {
            before += upper[high++];
        }
        int[] lower = new int[1 << HALF];
        int half = high;
        each(value -> lower[value & (1 << HALF) - 1] += value >>> HALF == half ? 1 : 0);
        int low = 0;
        while (before + lower[low] < rank) {
            before += lower[low++];
        }
        return high << HALF | low;
    }

    private void each(IntConsumer action) {
        for (int[] chunk : full) {
            for (int value : chunk) {
                action.accept(value);
            }
        }
        for (int i = 0; i < grown; i++) {
            action.accept(growing[i]);
        }
    }
}
