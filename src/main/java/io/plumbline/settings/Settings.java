package io.plumbline.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All settings of a run, validated.
 *
 * @param runId {@code TEST_RUN_ID} or {@code test-yyyyMMdd-HHmmss} (UTC)
 * @param target what the load goes to
 * @param share of the load that this generator has
 * @param beforeLoad what is done with what the doctor finds before a load
 * @param effective every {@code plumbline.*} setting as text, secrets redacted, by its full name
 */
public record Settings(
        String runId,
        Target target,
        Aws aws,
        Kinesis kinesis,
        Lambda lambda,
        BigQuery bigquery,
        TraceForm traceForm,
        Columns columns,
        Arrival arrival,
        Slo slo,
        Generator generator,
        Share share,
        Capacity capacity,
        Recovery recovery,
        Results results,
        CloudWatch cloudwatch,
        Metrics metrics,
        GuardSettings guard,
        BeforeLoad beforeLoad,
        Map<String, String> effective) {

    /**
     * The run's name and, where it has several generators, this one's index behind it: how its results folder is called,
     * and what its run token begins with.
     */
    public String ownName() {
        return share.isWhole() ? runId : runId + "-" + share.index();
    }

    /** What is done with what the doctor finds before a load. */
    public enum BeforeLoad {
        /** Problems stop the load; the rest is logged. */
        REFUSE,
        /** All is logged. */
        WARN,
        /** Nobody looks. */
        OFF
    }

    /** Where the load goes. */
    public enum Target {
        LOCAL_STAND_IN("local stand-in"),
        REAL_PIPELINE("real pipeline");

        private final String label;

        Target(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param kinesisEndpoint instead of the region's own endpoint; loopback ones demand no credentials
     * @param cloudwatchEndpoint as {@code kinesisEndpoint}
     * @param profile instead of the chain of credentials
     */
    public record Aws(
            Optional<String> region,
            Optional<URI> kinesisEndpoint,
            Optional<URI> cloudwatchEndpoint,
            Optional<String> profile,
            Optional<Role> role) {}

    /**
     * A role to assume on top of the other credentials.
     *
     * @param externalId what the owner of the role demands
     * @param stsEndpoint instead of the region's own; loopback ones demand no credentials
     */
    public record Role(String arn, Optional<String> externalId, String sessionName, Optional<URI> stsEndpoint) {}

    /**
     * @param stream name or ARN
     * @param maxRecordBytes data + partition key
     * @param maxRequestBytes data + partition keys of a PutRecords
     * @param retries how often what was throttled is put again
     * @param attemptTimeout after it a put's outcome is ambiguous
     * @param maxConcurrency puts in flight on the wire
     */
    public record Kinesis(
            Optional<String> stream,
            HttpClient httpClient,
            int maxRecordBytes,
            int maxRequestBytes,
            int retries,
            Duration attemptTimeout,
            Duration acquireTimeout,
            int maxConcurrency) {}

    /**
     * @param function name or ARN, with or without a version or alias
     * @param endpoint instead of the region's own; loopback ones demand no credentials
     * @param timeout after it an invocation has failed
     * @param maxConcurrency invocations in flight on the wire
     */
    public record Lambda(Optional<String> function, Optional<URI> endpoint, Duration timeout, int maxConcurrency) {}

    /** What puts and invocations travel by. */
    public enum HttpClient {
        /** All in Java; HTTP/2 at endpoints with TLS. */
        NETTY,
        /** AWS' own, in native code; HTTP/1.1. */
        CRT
    }

    /**
     * @param jobProject billed for the queries; the table's project when not set
     * @param quotaProject whose quota calls count against; that of the credentials when not set
     * @param endpoint instead of Google's own
     * @param maximumBytesPerRun that all looks for arrivals together may bill, as far as that is known before
     * @param pricePerTebibyte of bytes billed, in dollars
     * @param requiredFilter a condition in GoogleSQL that every look for arrivals has
     * @param actionTimeout after it an insertAll or a query of an action has failed
     * @param maxConcurrency of those, on the wire at once
     */
    public record BigQuery(
            Optional<TableName> table,
            Optional<String> jobProject,
            Optional<String> quotaProject,
            Optional<String> location,
            Optional<URI> endpoint,
            Optional<Secret> accessToken,
            Duration pollInterval,
            Duration queryTimeout,
            OptionalLong maximumBytesPerQuery,
            OptionalLong maximumBytesPerRun,
            double pricePerTebibyte,
            Optional<String> requiredFilter,
            Duration actionTimeout,
            int maxConcurrency) {}

    /** A table's full name. */
    public record TableName(String project, String dataset, String table) {

        /** {@code project.dataset.table}, as standard SQL quotes it. */
        public String dotted() {
            return project + "." + dataset + "." + table;
        }

        /**
         * A table as written: {@code table}, {@code dataset.table} or {@code project.dataset.table}.
         *
         * @param other has the dataset and the project where they are not written
         * @throws IllegalArgumentException if it is none of these
         */
        public static TableName of(String text, TableName other) {
            return TableText.kind()
                    .parse(text)
                    .flatMap(written -> written.complete(Optional.of(other.project), Optional.of(other.dataset)))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is not table, dataset.table or project.dataset.table"));
        }
    }

    /** What trace ids look like. */
    public enum TraceForm {
        TEXT,
        /** 8-4-4-4-12 hexadecimal digits. */
        UUID,
        /** 19 decimal digits, above 0. */
        INT64
    }

    /**
     * The table's place for each thing that is read: a column, or {@code column.member.…} for a value inside a JSON
     * column. The id must be there, the others may be missing.
     */
    public record Columns(
            String traceId,
            Optional<String> runId,
            Optional<String> key,
            Optional<String> sequenceNumber,
            Optional<String> kinesisArrival,
            Optional<String> lambdaReceived,
            Optional<String> lambdaDone,
            Optional<String> inserted,
            Optional<String> digest,
            Optional<String> data) {}

    /**
     * @param within an action's default deadline from the first attempt
     * @param drain how long after the load's end arrivals are still awaited, at the most
     * @param rows which rows Gatling's report has
     * @param controls the kinds of records that the run treats wrongly on purpose
     */
    public record Arrival(Duration within, Duration drain, RowsLogged rows, Set<ControlKind> controls) {}

    /** Which rows a record has in Gatling's report. */
    public enum RowsLogged {
        /** The put, each stage and the whole. */
        ALL,
        /** The whole; put and stages of some records only. */
        SAMPLED,
        /** The whole. */
        END_TO_END
    }

    /** How a control is treated, so that the measurement has to notice. */
    public enum ControlKind {
        /** Accounted for, never sent: it must not be found. */
        WITHHELD,
        /** Sent twice: two rows must count as two. */
        DOUBLED,
        /** Changed after its digest was made: it must be flagged. */
        ALTERED
    }

    /**
     * Limits; latencies in milliseconds, the rate from 0 to 1. An absent one is not judged.
     *
     * @param capacity the lowest rate that has to be sustained, in records a second
     * @param recovery how long the backlog may take to be back, in milliseconds
     */
    public record Slo(
            OptionalDouble endToEndP50,
            OptionalDouble endToEndP95,
            OptionalDouble endToEndP99,
            OptionalDouble successRate,
            OptionalLong lost,
            OptionalDouble capacity,
            OptionalDouble recovery,
            boolean strict,
            boolean noRegression,
            Set<String> setByUser) {}

    /**
     * Beyond one of these limits the generator measured itself rather than the pipeline.
     *
     * @param maxLateness of the generator's timer and of the planned sends, at the 99th percentile
     * @param maxPause the longest that the generator may stand still
     * @param maxCpu the largest share of all cores that the generator may use
     * @param minRate the smallest share of the planned rate
     */
    public record Generator(Duration maxLateness, Duration maxPause, double maxCpu, double minRate) {}

    /**
     * Which part of the load this generator has.
     *
     * @param index from 0
     * @param count of all generators of the run
     * @param startAt when all of them begin; empty: each when it is ready
     */
    public record Share(int index, int count, Optional<Instant> startAt) {

        /** The most generators that a run may have: ids have three digits for the index. */
        public static final int MOST = 1_000;

        /** Of the only generator. */
        public static final Share WHOLE = new Share(0, 1, Optional.empty());

        public Share {
            if (count < 1 || count > MOST || index < 0 || index >= count) {
                throw new IllegalArgumentException("no generator " + index + " of " + count);
            }
        }

        /** Whether it has all of the load. */
        public boolean isWhole() {
            return count == 1;
        }

        /** Whether what has this number, from 0, among all that are to be shared belongs to it: every count-th does. */
        public boolean has(long number) {
            return number % count == index;
        }

        /** How many of so many belong to it; over all generators they add up to all. */
        public long of(long all) {
            return (all - index + count - 1) / count;
        }
    }

    /**
     * How a search for the capacity goes.
     *
     * @param start the first rate that is tried, in records a second; half of what is predicted when not set
     * @param ceiling the highest rate that may be tried
     * @param drain how long the backlog may take to go between two steps
     * @param maxTime of the whole search
     */
    public record Capacity(
            Search search, OptionalDouble start, OptionalDouble ceiling, Duration drain, Duration maxTime) {

        /** How sure each step is to be. */
        public enum Search {
            /** The backlog may grow by 1 % of the rate; steps of one to four minutes. */
            CAREFUL,
            /** The backlog may grow by 3 % of the rate; steps of 12 to 36 s. */
            QUICK
        }
    }

    /**
     * How a pipeline is disturbed that is to recover.
     *
     * @param warmUp before the baseline
     * @param baseline how long the backlog is looked at before the disturbance
     * @param disturbed how long the disturbance lasts
     * @param within how long the backlog may take to be back before nobody waits any more
     */
    public record Recovery(
            Disturbance disturbance, Duration warmUp, Duration baseline, Duration disturbed, Duration within) {

        /** What disturbs it. */
        public enum Disturbance {
            /** The load's peak rate. */
            BURST,
            /** The event source mapping is disabled. */
            PAUSE
        }
    }

    /** Which records {@code records.ndjson.gz} holds. */
    public enum RecordsWritten {
        EXCEPTIONS,
        ALL,
        NONE
    }

    /**
     * @param dir the folder that holds a folder a run
     * @param baseline an earlier run, or a folder of earlier runs
     * @param samples where samples go while the run goes on
     */
    public record Results(Path dir, RecordsWritten records, Optional<Path> baseline, Optional<Path> samples) {}

    /**
     * How CloudWatch is asked after a run.
     *
     * @param within how long again and again
     */
    public record CloudWatch(Asked ask, Duration within) {

        /** Of which loads. */
        public enum Asked {
            REAL,
            ALWAYS,
            NEVER
        }
    }

    /**
     * Figures for what watches a run while it goes on.
     *
     * @param influx a database of InfluxDB 1.x, its name as the URL's path
     * @param period between two sendings to it
     * @param prometheus where it can fetch them; port 0 is any that is free
     * @param lastScrape how long the run's end waits for it
     */
    public record Metrics(
            Optional<URI> influx,
            Optional<String> influxUser,
            Optional<Secret> influxPassword,
            Duration period,
            Optional<HostPort> prometheus,
            Duration lastScrape) {}

    /** Where something listens on this machine. */
    public record HostPort(String host, int port) {}

    /**
     * How much load, for one simulation; what a profile does not use is ignored.
     *
     * @param users concurrent users of closed profiles
     * @param rate users a second of open profiles
     * @param peakRate users a second at the peak of a spike
     * @param levels of a stair; the last of them is the rate
     * @param recordBytes the size that records are padded to
     * @param maxInFlight records that may be on their way at once; beyond it records are not sent
     * @param body a file, whose text is put in the place of the default body
     */
    public record Load(
            int users,
            double rate,
            double peakRate,
            int levels,
            Duration ramp,
            Duration duration,
            Duration rampDown,
            Duration pause,
            int recordBytes,
            int maxInFlight,
            Optional<Path> body) {}
}
