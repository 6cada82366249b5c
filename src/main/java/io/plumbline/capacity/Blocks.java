package io.plumbline.capacity;

import io.plumbline.capacity.Backlog.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * A series averaged over blocks of time; a block without a sample is left out.
 *
 * @param seconds the mean time of each block's samples
 * @param means the mean backlog in each
 */
record Blocks(double[] seconds, double[] means) {

    /** Blocks of equal length, so many as are at least a cycle long; what is left over lies before the first. */
    static Blocks of(Backlog series, long cycleMicros, int most) {
        List<Sample> samples = series.samples();
        if (samples.size() < 2) {
            return new Blocks(new double[0], new double[0]);
        }
        long first = samples.get(0).atMicros();
        long end = samples.get(samples.size() - 1).atMicros() + 1;
        // The last sample stands for the time until the next one, too.
        long all = end - first + (end - first) / (samples.size() - 1);
        // Whole cycles, because of a part of one the teeth do not cancel.
        long length = cycleMicros * Math.max(1, (all + cycleMicros * most - 1) / (cycleMicros * most));
        int count = (int) (all / length);
        List<double[]> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long to = end - (count - 1 - i) * length;
            List<Sample> within = series.between(to - length, to).samples();
            if (!within.isEmpty()) {
                blocks.add(new double[] {
                    within.stream()
                                    .mapToDouble(sample -> sample.atMicros() - first)
                                    .average()
                                    .orElseThrow()
                            / 1e6,
                    within.stream().mapToDouble(Sample::records).average().orElseThrow()
                });
            }
        }
        return new Blocks(
                blocks.stream().mapToDouble(block -> block[0]).toArray(),
                blocks.stream().mapToDouble(block -> block[1]).toArray());
    }

    int count() {
        return means.length;
    }
}
