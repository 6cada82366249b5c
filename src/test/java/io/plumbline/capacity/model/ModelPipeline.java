package io.plumbline.capacity.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A stream, an event source mapping that polls each shard once a second, a function that inserts, and polls that see the
 * rows late; event by event, in virtual seconds.
 */
public final class ModelPipeline {

    private static final double SHARD_POLL = 1;
    private static final double PUT = 0.015;
    private static final double SAMPLE = 0.05;

    private record Event(double atSeconds, Runnable happens) {}

    private record Insert(double atSeconds, int records) {}

    /** @param backlog records sent, taken by Kinesis, and not seen */
    public record Sample(double atSeconds, long backlog) {}

    /** When it ended, and how long its records waited for it in the mean, the function worked, and the insert took. */
    public record Batch(double endSeconds, double waited, double function, double insert) {}

    private final PipelineParameters parameters;
    private final Random random;
    private final List<Deque<Double>> shards = new ArrayList<>();
    private final List<Deque<Double>> fetched = new ArrayList<>();
    private final int[] idle;
    private final long[] window;
    private final int[] inWindow;
    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> Double.compare(a.atSeconds, b.atSeconds));
    private final PriorityQueue<Insert> inserted =
            new PriorityQueue<>((a, b) -> Double.compare(a.atSeconds, b.atSeconds));
    private final List<Sample> samples = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final List<Double> throttles = new ArrayList<>();

    private double now;
    private double nextArrival;
    private double nextSample;
    private double nextTablePoll;
    private double tableFree;
    private double pausedUntil;
    private int turn;
    private long sent;
    private long taken;
    private long seen;

    public ModelPipeline(PipelineParameters parameters, long seed) {
        this.parameters = parameters;
        this.random = new Random(seed);
        this.window = new long[parameters.shards()];
        this.inWindow = new int[parameters.shards()];
        this.idle = new int[parameters.shards()];
        Arrays.fill(idle, parameters.lanes());
        for (int shard = 0; shard < parameters.shards(); shard++) {
            shards.add(new ArrayDeque<>());
            fetched.add(new ArrayDeque<>());
            int polled = shard;
            events.add(new Event(random.nextDouble(), () -> poll(polled)));
        }
    }

    public double now() {
        return now;
    }

    public long sent() {
        return sent;
    }

    public long backlog() {
        return taken - seen;
    }

    public List<Sample> samples() {
        return samples;
    }

    public List<Batch> batches() {
        return batches;
    }

    /** When Kinesis throttled. */
    public List<Double> throttles() {
        return throttles;
    }

    /** No shard is polled for some time. */
    public void pauseMapping(double seconds) {
        pausedUntil = now + seconds;
    }

    /** Load at a rate; 0 for none. */
    public void run(double seconds, double rate) {
        double end = now + seconds;
        double made = Math.min(rate, parameters.generatorLimit());
        nextArrival = made > 0 ? now + gap(made) : Double.POSITIVE_INFINITY;
        while (true) {
            double event = events.element().atSeconds;
            double next = Math.min(Math.min(nextArrival, nextSample), Math.min(nextTablePoll, event));
            if (next >= end) {
                break;
            }
            now = next;
            if (next == nextArrival) {
                arrive();
                nextArrival = now + gap(made);
            } else if (next == event) {
                events.remove().happens.run();
            } else if (next == nextTablePoll) {
                seeRows();
            } else {
                samples.add(new Sample(now, backlog()));
                nextSample += SAMPLE;
            }
        }
        now = end;
    }

    private double gap(double rate) {
        return parameters.poisson() ? -Math.log(1 - random.nextDouble()) / rate : 1 / rate;
    }

    private void arrive() {
        sent++;
        int shard = parameters.poisson() ? random.nextInt(shards.size()) : turn++ % shards.size();
        double arrival = now + logNormal(PUT);
        if ((long) arrival > window[shard]) {
            window[shard] = (long) arrival;
            inWindow[shard] = 0;
        }
        if (++inWindow[shard] > parameters.shardLimit()) {
            throttles.add(now);
        } else {
            taken++;
            shards.get(shard).add(arrival);
        }
    }

    private void poll(int shard) {
        events.add(new Event(now + SHARD_POLL * (0.95 + 0.1 * random.nextDouble()), () -> poll(shard)));
        if (now >= pausedUntil) {
            fetched.get(shard).addAll(shards.get(shard));
            shards.get(shard).clear();
        }
        invoke(shard);
    }

    private void invoke(int shard) {
        Deque<Double> records = fetched.get(shard);
        while (idle[shard] > 0 && !records.isEmpty()) {
            int size = Math.min(parameters.batchSize(), records.size());
            double waited = 0;
            for (int i = 0; i < size; i++) {
                waited += Math.max(0, now - records.remove());
            }
            idle[shard]--;
            double begun = now;
            double mean = waited / size;
            events.add(new Event(now + logNormal(parameters.function()), () -> insert(shard, size, begun, mean)));
        }
    }

    private void insert(int shard, int size, double begun, double waited) {
        tableFree = Math.max(now, tableFree) + size / parameters.insertLimit();
        double done = tableFree + logNormal(parameters.insert());
        inserted.add(new Insert(done, size));
        Batch batch = new Batch(done, waited, now - begun, done - now);
        events.add(new Event(done, () -> {
            batches.add(batch);
            idle[shard]++;
            invoke(shard);
        }));
    }

    private void seeRows() {
        while (!inserted.isEmpty() && inserted.element().atSeconds <= now) {
            seen += inserted.remove().records;
        }
        nextTablePoll +=
                parameters.tablePoll() > 0 ? parameters.tablePoll() * (0.8 + 0.4 * random.nextDouble()) : SAMPLE;
    }

    private double logNormal(double mean) {
        double variance = Math.log(1 + parameters.variation() * parameters.variation());
        return mean * Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
    }
}
