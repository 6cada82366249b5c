package local.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Latencies in microseconds, all of them kept, in chunks, so that growing copies nothing. */
final class IntSamples {

    private static final int CHUNK = 1 << 14;
    private static final int HALF = 16;

    private final List<int[]> chunks = new ArrayList<>();
    private int size;
    private long sum;

    void add(long micros) {
        if (size % CHUNK == 0) {
            chunks.add(new int[CHUNK]);
        }
        int value = (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
        chunks.get(size / CHUNK)[size % CHUNK] = value;
        size++;
        sum += value;
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
        for (int i = 0; i < size; i++) {
            upper[get(i) >>> HALF]++;
        }
        long before = 0;
        int high = 0;
        while (before + upper[high] < rank) {
            before += upper[high++];
        }
        int[] lower = new int[1 << HALF];
        for (int i = 0; i < size; i++) {
            if (get(i) >>> HALF == high) {
                lower[get(i) & (1 << HALF) - 1]++;
            }
        }
        int low = 0;
        while (before + lower[low] < rank) {
            before += lower[low++];
        }
        return high << HALF | low;
    }

    private int get(int index) {
        return chunks.get(index / CHUNK)[index % CHUNK];
    }
}
