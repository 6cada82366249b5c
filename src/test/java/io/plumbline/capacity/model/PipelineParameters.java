package io.plumbline.capacity.model;

/**
 * A pipeline whose limit follows from these. Times in seconds, rates in records a second.
 *
 * @param poisson whether arrivals are at random, else even
 * @param generatorLimit what the generator can send at the most
 * @param shardLimit records that a shard takes in each second
 * @param lanes batches of a shard that are under way at once
 * @param batchSize records of a batch at the most
 * @param function mean time of the function without its insert, whatever the batch's size
 * @param insert mean time of an insert, whatever its size
 * @param variation of both times: standard deviation next to the mean
 * @param insertLimit rows that the table takes, all inserts together
 * @param tablePoll how far apart polls of the table are, give or take a fifth; 0 where arrivals are seen at once
 */
public record PipelineParameters(
        boolean poisson,
        double generatorLimit,
        int shards,
        double shardLimit,
        int lanes,
        int batchSize,
        double function,
        double insert,
        double variation,
        double insertLimit,
        double tablePoll) {

    private static final double ENDLESS = 1e9;

    /** 1,000 records/s by one shard. */
    public static PipelineParameters limitedByShards() {
        return new PipelineParameters(false, ENDLESS, 1, 1_000, 10, 100, 0.05, 0.05, 0.3, ENDLESS, 1);
    }

    /** 800 records/s by the function. */
    public static PipelineParameters limitedByFunction() {
        return new PipelineParameters(false, ENDLESS, 4, 1_000, 5, 20, 0.4, 0.1, 0.3, ENDLESS, 1);
    }

    /** 800 records/s by how long an insert takes. */
    public static PipelineParameters limitedByInsertTime() {
        return new PipelineParameters(false, ENDLESS, 4, 1_000, 5, 20, 0.1, 0.4, 0.3, ENDLESS, 1);
    }

    /** 700 records/s by the rows that the table takes, so that inserts queue up. */
    public static PipelineParameters limitedByInsertRate() {
        return new PipelineParameters(false, ENDLESS, 4, 1_000, 5, 20, 0.1, 0.05, 0.3, 700, 1);
    }

    public PipelineParameters poissonArrivals() {
        return new PipelineParameters(
                true,
                generatorLimit,
                shards,
                shardLimit,
                lanes,
                batchSize,
                function,
                insert,
                variation,
                insertLimit,
                tablePoll);
    }

    public PipelineParameters withGenerator(double limit) {
        return new PipelineParameters(
                poisson,
                limit,
                shards,
                shardLimit,
                lanes,
                batchSize,
                function,
                insert,
                variation,
                insertLimit,
                tablePoll);
    }

    public PipelineParameters withTablePoll(double seconds) {
        return new PipelineParameters(
                poisson,
                generatorLimit,
                shards,
                shardLimit,
                lanes,
                batchSize,
                function,
                insert,
                variation,
                insertLimit,
                seconds);
    }

    /** What the pipeline sustains, by arithmetic. */
    public double limit() {
        double functions = shards * lanes * batchSize / (function + insert);
        return Math.min(shards * shardLimit, Math.min(functions, insertLimit));
    }
}
