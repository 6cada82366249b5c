package io.plumbline;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.plumbline.dsl.BigQuery;
import io.plumbline.dsl.CurrentRun;
import io.plumbline.dsl.Kinesis;
import io.plumbline.dsl.KinesisEvents;
import io.plumbline.dsl.KinesisRecord;
import io.plumbline.dsl.Lambda;
import io.plumbline.dsl.LogRecord;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.dsl.SyntheticData;
import io.plumbline.gatling.Accounting;
import io.plumbline.gatling.GzippedBody;
import io.plumbline.gatling.InsertResponse;
import io.plumbline.gatling.InvokeResponse;
import io.plumbline.gatling.JsonTemplate;
import io.plumbline.gatling.JsonText;
import io.plumbline.gatling.PaddedBody;
import io.plumbline.gatling.PutResponse;
import io.plumbline.gatling.QueryResponse;
import io.plumbline.gatling.SteeredProfile;
import io.plumbline.settings.Settings.Load;
import io.plumbline.steering.RecoveryLoad;
import io.plumbline.steering.Steering;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All that a simulation imports, beside Gatling's own. */
public final class PipelineDsl {

    private PipelineDsl() {}

    /** The pipeline under test: {@code pipeline().fromSettings()}. */
    public static PipelineProtocolBuilder.Base pipeline() {
        return PipelineProtocolBuilder.Base.only();
    }

    /**
     * One of several pipelines under test in one simulation: {@code pipeline("orders").fromSettings()}, given to its loads
     * by {@code protocols}. Each has a run of its own, with its own counts, verdict and folder of results, whose id ends in
     * the name; the simulation passes if all do. {@code plumbline.pipelines.<name>.…} in a file or by {@code -D} counts
     * more than {@code plumbline.…}.
     *
     * @param name 1 to 32 letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if it is another
     */
    public static PipelineProtocolBuilder.Base pipeline(String name) {
        return PipelineProtocolBuilder.Base.named(name);
    }

    /**
     * Actions on the Kinesis stream.
     *
     * @param name the group in Gatling's report; Gatling's expression language
     */
    public static Kinesis kinesis(String name) {
        return new Kinesis(name);
    }

    /** Of the first record of a put that Kinesis took; Gatling's checks follow. */
    public static CheckBuilder.Find<String> sequenceNumber() {
        return PutResponse.sequenceNumberCheck();
    }

    /** Where the first record of a put that Kinesis took is; Gatling's checks follow. */
    public static CheckBuilder.Find<String> shardId() {
        return PutResponse.shardIdCheck();
    }

    /** How many records of a put Kinesis did not take, or may not have taken; Gatling's checks follow. */
    public static CheckBuilder.Find<Integer> failedRecordCount() {
        return PutResponse.failedRecordCountCheck();
    }

    /**
     * Actions on the Lambda function, without a stream.
     *
     * @param name the group in Gatling's report; Gatling's expression language
     */
    public static Lambda lambda(String name) {
        return new Lambda(name);
    }

    /**
     * A payload for {@code invoke}: the event by which Lambda hands records of a stream to a function, with made-up
     * sequence numbers and source. In their texts {@code #{trace.key}} is {@code direct-} and {@code #{trace.index}}, their
     * place from 0; there is no {@code #{trace.id}}, because nobody looks for their arrival.
     */
    public static Body kinesisEvent(KinesisRecord... records) {
        List<KinesisRecord> all = List.of(records);
        return KinesisEvents.of(session -> all);
    }

    /** As {@link #kinesisEvent(KinesisRecord...)}, of the records that a function makes of the user's session. */
    public static Body kinesisEvent(Function<Session, List<KinesisRecord>> records) {
        return KinesisEvents.of(records);
    }

    /** Of an invocation, HTTP's: 200, 202 of an event, 429 where it was throttled; Gatling's checks follow. */
    public static CheckBuilder.Find<Integer> statusCode() {
        return InvokeResponse.statusCodeCheck();
    }

    /** Of an invocation, {@code Unhandled} where the function failed and nothing where it did not; Gatling's checks follow. */
    public static CheckBuilder.Find<String> functionError() {
        return InvokeResponse.functionErrorCheck();
    }

    /** Of an invocation, the version of the function that ran; Gatling's checks follow. */
    public static CheckBuilder.Find<String> executedVersion() {
        return InvokeResponse.executedVersionCheck();
    }

    /** Of an invocation, in milliseconds; nothing where the function's log does not report it. Gatling's checks follow. */
    public static CheckBuilder.Find<Integer> billedDuration() {
        return InvokeResponse.billedDurationCheck();
    }

    /**
     * Actions on BigQuery itself, beside the pipeline.
     *
     * @param name the group in Gatling's report; Gatling's expression language
     */
    public static BigQuery bigQuery(String name) {
        return new BigQuery(name);
    }

    /** Of an insertAll, how many rows BigQuery did not insert; Gatling's checks follow. */
    public static CheckBuilder.Find<Integer> insertErrors() {
        return InsertResponse.insertErrorsCheck();
    }

    /** Of a query, how many rows it gave; Gatling's checks follow. */
    public static CheckBuilder.Find<Integer> rowCount() {
        return QueryResponse.rowCountCheck();
    }

    /**
     * Of a query, its rows: maps by the columns' names. Values are Long, Double, Boolean, texts (timestamps in ISO 8601,
     * UTC, and NUMERIC among them), lists of arrays, maps of structs, and null; Gatling's checks follow.
     */
    public static CheckBuilder.Find<List<Map<String, @Nullable Object>>> rows() {
        return QueryResponse.rowsCheck();
    }

    /** Of a query, the bytes that it read; Gatling's checks follow. */
    public static CheckBuilder.Find<Long> totalBytesProcessed() {
        return QueryResponse.totalBytesProcessedCheck();
    }

    /**
     * Of a query, the bytes that are paid for; nothing where BigQuery does not say, as of a query that it did not complete
     * in its first answer. Gatling's checks follow.
     */
    public static CheckBuilder.Find<Long> totalBytesBilled() {
        return QueryResponse.totalBytesBilledCheck();
    }

    /**
     * The default body: what the simulations put, and what the reference function reads. Its tenant is {@code #{tenant}},
     * as {@link #tenants()} has it. The setting {@code plumbline.load.body} puts a JSON template in its place.
     */
    public static Body.WithString logRecord() {
        return LogRecord.body();
    }

    /** A feeder of the default body's {@code #{tenant}}: one of five, drawn at random. */
    public static FeederBuilder<Object> tenants() {
        return LogRecord.tenants();
    }

    /**
     * A body of a JSON text, into which values come as JSON: in {@code {"message":"#{text}","count":#{n}}} quotes and control
     * characters in the text are escaped, and the number is written as it is. Outside of a string a placeholder can be a
     * text, a number, a boolean, null, a list, a map, or whatever Jackson writes; inside it can be all but null.
     *
     * @param json with placeholders in Gatling's expression language
     * @throws IllegalArgumentException if it is no JSON; the message says where and why
     */
    public static Body.WithString jsonTemplate(String json) {
        return JsonTemplate.of(json);
    }

    /**
     * As {@link #jsonTemplate}, of a file.
     *
     * @param path on the class path, else in the file system; UTF-8
     * @throws IllegalArgumentException if it is not there, or no JSON; the message says where and why
     */
    public static Body.WithString jsonTemplateFile(String path) {
        return JsonTemplate.ofFile(path);
    }

    /**
     * A body of what a function makes of the user's session, as Jackson writes it: a map, a record, a POJO. It has to hold
     * {@code session.getMap("trace").get("id")}, which is {@code #{trace.id}}.
     */
    public static Body.WithString json(Function<Session, @Nullable Object> object) {
        return CoreDsl.StringBody(session -> JsonText.of(object.apply(session)));
    }

    /**
     * Any body, compressed by gzip as it is sent; {@code #{trace.digest}} is right in it. The function has to expand it. Its
     * size depends on what is in it, so {@code paddedTo} cannot be around it; inside, it says the size before.
     *
     * @throws IllegalArgumentException if the body is neither text nor bytes, or gzipped already
     */
    public static Body.WithBytes gzipped(Body body) {
        return GzippedBody.of(body);
    }

    /**
     * A text body that has this many bytes as it is sent (in {@link #gzipped}, before it is compressed): a JSON object gets
     * a member {@code padding}, any other text spaces. A body that is longer by itself is not sent; its record counts as
     * rejected.
     *
     * @param bytes of UTF-8, without the partition key; at least 1
     */
    public static Body.WithString paddedTo(int bytes, Body.WithString body) {
        return PaddedBody.to(bytes, body);
    }

    /**
     * A feeder of made-up rows; its columns are drawn from a generator. The same seed gives the same rows.
     *
     * @param seed printed when the simulation starts
     */
    public static SyntheticData syntheticData(long seed) {
        return SyntheticData.of(seed);
    }

    /** As {@link #syntheticData(long)}, with other rows each time; the seed that is printed gives them once more. */
    public static SyntheticData syntheticData() {
        return SyntheticData.of(ThreadLocalRandom.current().nextLong());
    }

    /**
     * How much load the settings want: {@code plumbline.load}, else {@code plumbline.simulations.<Name>.load} with the
     * simulation's name less "Simulation". Call it from a field's initialiser.
     */
    public static Load load() {
        return CurrentRun.loadOfCaller();
    }

    /**
     * The loads, followed by what accounts for every record sent: it waits for what is on its way, audits the table and
     * judges. Without it nothing is judged and the run fails. Where several generators share the load, they are this
     * generator's share of it.
     */
    public static List<PopulationBuilder> accounted(PopulationBuilder... loads) {
        return Accounting.behind(List.of(loads), CurrentRun.share());
    }

    /**
     * A load that searches for the rate which the pipeline sustains: up until it fails, then down to 5 %, with nothing sent
     * between two steps until the backlog is gone. It has to be in {@link #accounted}, alone.
     *
     * @param scenario whose users put one record each
     */
    public static PopulationBuilder capacity(ScenarioBuilder scenario) {
        return capacity(scenario, 1);
    }

    /**
     * As {@link #capacity(ScenarioBuilder)}.
     *
     * @param recordsPerUser how many records each user puts
     * @throws IllegalArgumentException if it is below 1
     */
    public static PopulationBuilder capacity(ScenarioBuilder scenario, int recordsPerUser) {
        return SteeredProfile.of(scenario, new Steering.Search(atLeastOne(recordsPerUser)));
    }

    /**
     * A load that disturbs the pipeline, as {@code plumbline.recovery} says, and ends when the backlog is back at its
     * baseline. It has to be in {@link #accounted}, alone.
     *
     * @param scenario whose users put one record each
     * @param rate users a second
     * @param peakRate users a second in a burst
     * @throws IllegalArgumentException if one of the rates is not above 0
     */
    public static PopulationBuilder recovery(ScenarioBuilder scenario, double rate, double peakRate) {
        if (!(rate > 0 && peakRate > 0)) {
            throw new IllegalArgumentException("The rates must be above 0, not " + rate + " and " + peakRate + ".");
        }
        return SteeredProfile.of(scenario, new Steering.Disturbing(new RecoveryLoad.Rates(rate, peakRate, 1)));
    }

    private static int atLeastOne(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("A user puts at least one record, not " + records + ".");
        }
        return records;
    }

    /** Holds exactly when the run's verdict is PASS; fails also when the run was cut off before it had one. */
    public static Assertion verdict() {
        return CoreDsl.details(Accounting.VERDICT).failedRequests().count().is(0L);
    }
}
