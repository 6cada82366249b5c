package io.plumbline.steering;

import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.steering.Orders.AtOnce;
import io.plumbline.steering.Orders.Over;
import io.plumbline.steering.Orders.Steady;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import local.World;

/**
 * A pipeline record by record in virtual time, under a load whose rate is decided while it goes on: shards that are polled,
 * a function and inserts that vary, a table that is polled. What it sustains follows from its parameters.
 */
final class SimulatedPipeline {

    private static final long SECOND = 1_000_000;
    private static final Duration PUT = Duration.ofMillis(3);
    private static final Duration PULSE = Duration.ofMillis(20);

    /**
     * Times in seconds, rates in records a second.
     *
     * @param shardLimit records that a shard takes in each second
     * @param function mean time of the function without its insert, whatever the batch's size
     * @param variation of both times: standard deviation next to the mean
     * @param generatorLimit what the generator can send at the most
     * @param lost every so manieth record is; 0 for none
     */
    record Parameters(
            int shards,
            int shardLimit,
            int batchSize,
            double function,
            double insert,
            double variation,
            double generatorLimit,
            int lost) {

        /** 800 records/s, by the function. */
        static final Parameters FUNCTION = new Parameters(4, 1_000, 20, 0.08, 0.02, 0.3, 1e9, 0);

        /** 600 records/s, by the inserts. */
        static final Parameters INSERTS = new Parameters(3, 1_000, 20, 0.02, 0.08, 0.3, 1e9, 0);

        /** 1,000 records/s, by the only shard. */
        static final Parameters SHARD = new Parameters(1, 1_000, 200, 0.05, 0.02, 0.3, 1e9, 0);

        Parameters withGenerator(double limit) {
            return new Parameters(shards, shardLimit, batchSize, function, insert, variation, limit, lost);
        }

        Parameters losing(int each) {
            return new Parameters(shards, shardLimit, batchSize, function, insert, variation, generatorLimit, each);
        }

        /** What it sustains. */
        double limit() {
            return Math.min(shards * shardLimit, shards * batchSize / (function + insert));
        }

        Setup setup() {
            return new Setup(shards, OptionalInt.of(batchSize), OptionalInt.of(1));
        }
    }

    private static final class Shard {
        private final Deque<Sent> waiting = new ArrayDeque<>();
        private long second;
        private int taken;
    }

    private final World world = new World();
    private final long startMicros = world.nowMicros();
    private final Parameters parameters;
    private final Random random;
    private final List<Shard> shards = new ArrayList<>();
    private final List<Settled> unseen = new ArrayList<>();
    private SteeredLoad load;
    private int sent;
    private int nextShard;
    private boolean reads = true;
    private double due;

    SimulatedPipeline(Parameters parameters, long seed) {
        this.parameters = parameters;
        this.random = new Random(seed);
        for (int i = 0; i < parameters.shards; i++) {
            Shard shard = new Shard();
            shards.add(shard);
            world.after(Duration.ofNanos(random.nextInt(1_000_000_000)), () -> poll(shard));
        }
    }

    long startMicros() {
        return startMicros;
    }

    int sent() {
        return sent;
    }

    /** Does what it says until it is over; each window is asked for a second before it begins, as Gatling does. */
    Duration run(SteeredLoad steered, Duration most) {
        load = steered;
        world.after(Duration.ofSeconds(1), this::pollTable);
        world.after(PULSE, this::pulse);
        for (long from = startMicros; from < startMicros + most.toNanos() / 1_000; from += SECOND) {
            Orders orders = load.orders(from + SECOND, from + 2 * SECOND);
            if (orders instanceof Over) {
                return Duration.ofNanos((world.nowMicros() - startMicros) * 1_000);
            }
            plan(orders);
            world.pass(Duration.ofSeconds(1));
        }
        throw new AssertionError("it is not over after " + most + ": " + load.standing());
    }

    private void plan(Orders orders) {
        if (orders instanceof AtOnce atOnce) {
            world.after(Duration.ofSeconds(1), () -> {
                for (int i = 0; i < atOnce.users(); i++) {
                    send();
                }
            });
        } else if (orders instanceof Steady steady) {
            double rate = Math.min(steady.usersPerSecond(), parameters.generatorLimit);
            double users = due + rate;
            for (int user = 1; user <= users; user++) {
                world.after(Duration.ofNanos(SECOND * 1_000 + Math.round((user - due) / rate * 1e9)), this::send);
            }
            due = users - Math.floor(users);
        }
    }

    private void send() {
        long now = world.nowMicros();
        load.sent(1, now);
        load.put(500);
        Sent record = new Sent(sent++, now, now + 30 * SECOND, true);
        Shard shard = shards.get(nextShard++ % shards.size());
        if (shard.second != now / SECOND) {
            shard.second = now / SECOND;
            shard.taken = 0;
        }
        if (shard.taken++ >= parameters.shardLimit) {
            world.after(PUT, () -> {
                load.throttled(world.nowMicros());
                load.settled(Records.rejected(now), world.nowMicros());
            });
        } else if (parameters.lost == 0 || record.sequence() % parameters.lost != parameters.lost - 1) {
            shard.waiting.add(record);
        }
    }

    private void poll(Shard shard) {
        if (!reads || shard.waiting.isEmpty()) {
            world.after(jittered(1), () -> poll(shard));
            return;
        }
        List<Sent> batch = new ArrayList<>();
        while (batch.size() < parameters.batchSize && !shard.waiting.isEmpty()) {
            batch.add(shard.waiting.remove());
        }
        long received = world.nowMicros();
        long done = received + micros(parameters.function);
        long inserted = done + micros(parameters.insert);
        world.after(Duration.ofNanos((inserted - received) * 1_000), () -> {
            batch.forEach(record -> unseen.add(Records.arrived(record, received, done, inserted)));
            if (shard.waiting.isEmpty()) {
                world.after(jittered(1), () -> poll(shard));
            } else {
                poll(shard);
            }
        });
    }

    /** Log-normal, with the mean that it is to have. */
    private long micros(double mean) {
        double sigma = Math.sqrt(Math.log1p(parameters.variation * parameters.variation));
        return Math.round(mean * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2) * 1e6);
    }

    private Duration jittered(double seconds) {
        return Duration.ofNanos(Math.round(seconds * (0.8 + 0.4 * random.nextDouble()) * 1e9));
    }

    private void pollTable() {
        long asked = world.nowMicros();
        List<Settled> seen = List.copyOf(unseen);
        unseen.clear();
        world.after(Duration.ofMillis(15), () -> {
            seen.forEach(record -> load.settled(record, world.nowMicros()));
            load.looked(asked);
        });
        world.after(jittered(1), this::pollTable);
    }

    private void pulse() {
        load.late(500, world.nowMicros());
        world.after(PULSE, this::pulse);
    }

    /** Something that stops reading a little after it was asked to, and begins again a little after it was asked to. */
    Pause pause(Duration delay) {
        return new Pause() {
            private Optional<Change> begun = Optional.empty();
            private Optional<Change> ended = Optional.empty();

            @Override
            public void begin() {
                long asked = world.nowMicros();
                world.after(delay, () -> {
                    reads = false;
                    begun = Optional.of(new Change(asked, world.nowMicros()));
                });
            }

            @Override
            public void end() {
                if (ended.isPresent() || reads) {
                    return;
                }
                long asked = world.nowMicros();
                world.after(delay, () -> reads = true);
                world.after(delay.multipliedBy(2), () -> ended = Optional.of(new Change(asked, world.nowMicros())));
            }

            @Override
            public Optional<Change> begun() {
                return begun;
            }

            @Override
            public Optional<Change> ended() {
                return ended;
            }

            @Override
            public Optional<String> failure() {
                return Optional.empty();
            }

            @Override
            public void close() {
                reads = true;
            }
        };
    }
}
