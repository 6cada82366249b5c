package local.truth;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Latencies in microseconds, all of them kept. */
final class IntSamples {

    private int[] values = new int[1024];
    private int size;
    private boolean sorted = true;

    void add(long micros) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
        sorted = false;
    }

    int count() {
        return size;
    }

    /** In milliseconds, by nearest rank over these and {@code beyond} more that are larger than any. */
    OptionalDouble percentile(double p, long beyond) {
        long rank = Math.max(1, (long) Math.ceil(p * (size + beyond)));
        return rank > size ? OptionalDouble.empty() : OptionalDouble.of(sorted()[(int) rank - 1] / 1e3);
    }

    OptionalDouble min() {
        return percentile(0, 0);
    }

    /** In milliseconds. */
    OptionalDouble mean() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return size == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / 1e3 / size);
    }

    private int[] sorted() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return values;
    }
}
