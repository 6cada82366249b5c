package local.faults;

import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which events a fault strikes, by their ordinal. Every draw depends on the seed and the ordinal alone, so that a run is
 * reproducible whatever its threads do.
 *
 * @param probability for each ordinal by itself
 * @param ordinals those struck in any case
 */
public record FaultRule(long seed, double probability, Set<Long> ordinals) {

    public static final FaultRule NEVER = new FaultRule(0, 0, Set.of());

    /** As many as {@code count}, drawn among the first {@code 2 × count} ordinals. */
    public static Set<Long> drawn(long seed, int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Set<Long> drawn = new TreeSet<>();
        while (drawn.size() < count) {
            drawn.add(1 + random.nextLong(2L * count));
        }
        return drawn;
    }

    /** @param ordinal counted from 1; 0 is never struck */
    public boolean strikes(long ordinal) {
        if (ordinal <= 0) {
            return false;
        }
        return ordinals.contains(ordinal) || probability > 0 && uniform(seed, ordinal) < probability;
    }

    /** A number in [0, 1) that depends on its arguments alone. */
    static double uniform(long seed, long ordinal) {
        return (mix(mix(seed) ^ ordinal * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /** SplitMix64's finaliser. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
