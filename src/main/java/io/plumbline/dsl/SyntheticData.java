package io.plumbline.dsl;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A feeder without end, for {@code feed(…)}. The same seed gives the same rows on every Java platform; a column's values
 * depend on the seed and the column's name only, so that columns come and go without a change of the others. Each
 * {@code feed(…)} begins with the first row. Printed once: the seed.
 */
public final class SyntheticData implements Supplier<Iterator<Map<String, Object>>> {

    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789    ";

    private final long seed;
    private final Map<String, Function<Random, Supplier<?>>> columns;
    private final Consumer<String> console;
    private final AtomicBoolean told = new AtomicBoolean();

    private SyntheticData(long seed, Map<String, Function<Random, Supplier<?>>> columns, Consumer<String> console) {
        this.seed = seed;
        this.columns = columns;
        this.console = console;
    }

    /**
     * Without a column yet.
     *
     * @param seed any number; the same one gives the same rows
     */
    public static SyntheticData of(long seed) {
        return of(seed, System.out::println);
    }

    static SyntheticData of(long seed, Consumer<String> console) {
        return new SyntheticData(seed, Map.of(), console);
    }

    /**
     * One of several texts.
     *
     * @param weights how often each comes, in proportion to the others; not negative, and one at least above zero
     */
    public SyntheticData choice(String name, Map<String, ? extends Number> weights) {
        NavigableMap<Double, String> upTo = new TreeMap<>();
        double sum = 0;
        // Sorted, because maps have orders of their own, which may change from one JVM to the next.
        for (Map.Entry<String, ? extends Number> text : new TreeMap<>(weights).entrySet()) {
            double weight = text.getValue().doubleValue();
            require(weight >= 0 && weight < Double.POSITIVE_INFINITY, name + ": the weight of a choice is 0 or above");
            if (weight > 0) {
                sum += weight;
                upTo.put(sum, text.getKey());
            }
        }
        require(!upTo.isEmpty(), name + ": a choice has to have something to choose from");
        double total = sum;
        return column(
                name,
                random -> () -> upTo.ceilingEntry(random.nextDouble() * total).getValue());
    }

    /**
     * A whole number (Long).
     *
     * @param least included; any number, as long as the range has less than 2^63 of them
     * @param most included; not less than the least
     * @throws IllegalArgumentException if that is no range
     */
    public SyntheticData wholeNumber(String name, long least, long most) {
        require(least <= most && most - least >= 0 && most - least < Long.MAX_VALUE, name + ": no range of numbers");
        return column(name, random -> () -> between(random, least, most));
    }

    /**
     * A text of small letters, digits and spaces.
     *
     * @param shortest characters that it has at the least, from 0
     * @param longest characters that it has at the most
     * @throws IllegalArgumentException if that is no range
     */
    public SyntheticData text(String name, int shortest, int longest) {
        require(0 <= shortest && shortest <= longest, name + ": no range of lengths");
        return column(name, random -> () -> {
            StringBuilder text = new StringBuilder();
            for (long length = between(random, shortest, longest); length > 0; length--) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            return text.toString();
        });
    }

    /** An Instant to the millisecond, from the one to the other, both included. */
    public SyntheticData instant(String name, Instant earliest, Instant latest) {
        require(!latest.isBefore(earliest), name + ": no range of instants");
        long millis = Duration.between(earliest, latest).toMillis();
        return column(name, random -> () -> earliest.plusMillis(between(random, 0, millis)));
    }

    /** A text such as {@code 6f1b0c5e-3d55-4a0e-9c4e-0d5d9a8f7b21}, each another one. */
    public SyntheticData id(String name) {
        return column(name, random -> () -> {
            long high = random.nextLong() & ~0xf000L | 0x4000L;
            long low = random.nextLong() & Long.MAX_VALUE >>> 1 | Long.MIN_VALUE;
            return new UUID(high, low).toString();
        });
    }

    /**
     * Anything else, a library's values for example: {@code column("name", random -> { Faker faker = new Faker(random);
     * return () -> faker.name().fullName(); })}.
     *
     * @param values called once a feed, with the column's own generator; what it returns is called for each row
     */
    public SyntheticData column(String name, Function<Random, Supplier<?>> values) {
        require(!columns.containsKey(name), name + ": there is such a column already");
        Map<String, Function<Random, Supplier<?>>> more = new LinkedHashMap<>(columns);
        more.put(name, values);
        return new SyntheticData(seed, more, console);
    }

    @Override
    public Iterator<Map<String, Object>> get() {
        require(!columns.isEmpty(), "synthetic data without a column");
        if (told.compareAndSet(false, true)) {
            console.accept("synthetic data of " + String.join(", ", columns.keySet()) + ": seed " + seed);
        }
        Map<String, Supplier<?>> drawn = new LinkedHashMap<>();
        columns.forEach((name, values) -> drawn.put(name, values.apply(generator(name))));
        return Stream.generate(() -> row(drawn)).iterator();
    }

    private static Map<String, Object> row(Map<String, Supplier<?>> columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        columns.forEach((name, value) -> row.put(name, value.get()));
        return row;
    }

    /** Of the column; java.util.Random's algorithm is specified, but begins alike for seeds that are close to each other. */
    private Random generator(String name) {
        return new Random(new SplittableRandom(31 * seed + name.hashCode()).nextLong());
    }

    private static long between(Random random, long least, long most) {
        return least + Math.floorMod(random.nextLong(), most - least + 1);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
