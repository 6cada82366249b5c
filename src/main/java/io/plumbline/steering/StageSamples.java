package io.plumbline.steering;

import io.plumbline.capacity.Stage;
import io.plumbline.trace.Stamps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** How long records spent in each stage, as a sample of those that left it. Not thread-safe. */
final class StageSamples {

    /** Enough for a median, to one part in a hundred of the spread. */
    private static final int MOST = 6_000;

    /** Of fewer no thirds are made. */
    private static final int FEWEST = 30;

    private final Map<Stage, Reservoir> byStage = new EnumMap<>(Stage.class);
    private final Random random;

    /** @param seed of the draw among more records than are kept */
    StageSamples(long seed) {
        this.random = new Random(seed);
    }

    private record Time(long leftMicros, long micros) {}

    private static final class Reservoir {
        private final Time[] kept = new Time[MOST];
        private long offered;

        void offer(Time time, Random random) {
            long place = offered < MOST ? offered : random.nextLong(offered + 1);
            if (place < MOST) {
                kept[(int) place] = time;
            }
            offered++;
        }
    }

    /** @param fromMicros what left a stage before is not of the step */
    void add(Stamps corrected, long fromMicros) {
        for (io.plumbline.trace.Stage time : corrected.stages()) {
            Stage stage = stage(time.name());
            if (stage != null && time.toMicros() >= fromMicros) {
                byStage.computeIfAbsent(stage, first -> new Reservoir())
                        .offer(new Time(time.toMicros(), time.micros()), random);
            }
        }
    }

    /** Null where a missing stamp has merged it with another. */
    private static @org.jspecify.annotations.Nullable Stage stage(String name) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.label().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** By those that left until a moment. */
    Map<Stage, Stage.Times> times(long toMicros) {
        Map<Stage, Stage.Times> times = new EnumMap<>(Stage.class);
        byStage.forEach((stage, reservoir) -> {
            Time[] left = Arrays.stream(reservoir.kept, 0, (int) Math.min(MOST, reservoir.offered))
                    .filter(time -> time.leftMicros < toMicros)
                    .sorted(Comparator.comparingLong(Time::leftMicros))
                    .toArray(Time[]::new);
            if (left.length >= FEWEST) {
                int third = left.length / 3;
                times.put(
                        stage,
                        new Stage.Times(
                                medianMillis(Arrays.copyOf(left, third)),
                                medianMillis(Arrays.copyOfRange(left, left.length - third, left.length))));
            }
        });
        return times;
    }

    private static double medianMillis(Time[] times) {
        long[] sorted = Arrays.stream(times).mapToLong(Time::micros).sorted().toArray();
        return Math.max(0, sorted[sorted.length / 2]) / 1e3;
    }
}
