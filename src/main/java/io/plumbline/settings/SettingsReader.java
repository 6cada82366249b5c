package io.plumbline.settings;

import io.plumbline.settings.Settings.Arrival;
import io.plumbline.settings.Settings.Aws;
import io.plumbline.settings.Settings.BeforeLoad;
import io.plumbline.settings.Settings.BigQuery;
import io.plumbline.settings.Settings.CloudWatch;
import io.plumbline.settings.Settings.Columns;
import io.plumbline.settings.Settings.ControlKind;
import io.plumbline.settings.Settings.Generator;
import io.plumbline.settings.Settings.HttpClient;
import io.plumbline.settings.Settings.Kinesis;
import io.plumbline.settings.Settings.Lambda;
import io.plumbline.settings.Settings.Load;
import io.plumbline.settings.Settings.RecordsWritten;
import io.plumbline.settings.Settings.Results;
import io.plumbline.settings.Settings.Role;
import io.plumbline.settings.Settings.RowsLogged;
import io.plumbline.settings.Settings.Share;
import io.plumbline.settings.Settings.Slo;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.settings.Settings.Target;
import io.plumbline.settings.Settings.TraceForm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which setting is what: name by name from the {@link Reader} into the tree. */
final class SettingsReader {

    private static final int MEBIBYTE = 1 << 20;
    private static final long TEBIBYTE = 1L << 40;
    private static final int MOST_USERS = 1_000_000;
    private static final int MOST_LEVELS = 1_000;
    private static final int MOST_IN_FLIGHT = 100_000_000;

    /** Kinesis takes records of 1 MiB, of up to 10 MiB where the stream was raised. */
    private static final int LARGEST_RECORD = 10 * MEBIBYTE;

    /** Kinesis takes PutRecords of up to 10 MiB. */
    private static final int LARGEST_REQUEST = 10 * MEBIBYTE;

    /** The last wait is then close to a minute. */
    private static final int MOST_RETRIES = 10;

    private static final String REGION = "plumbline.aws.region";
    private static final String ROLE = "plumbline.aws.roleArn";
    private static final String EXTERNAL_ID = "plumbline.aws.externalId";
    private static final String STREAM = "plumbline.kinesis.stream";
    private static final String FUNCTION = "plumbline.lambda.function";
    private static final String PROJECT = "plumbline.bigquery.project";
    private static final String DATASET = "plumbline.bigquery.dataset";
    private static final String TABLE = "plumbline.bigquery.table";
    private static final String KINESIS_ENDPOINT = "plumbline.kinesis.endpoint";
    private static final String LAMBDA_ENDPOINT = "plumbline.lambda.endpoint";
    private static final String BIGQUERY_ENDPOINT = "plumbline.bigquery.endpoint";
    private static final String RUN_ID = "plumbline.runId";

    private static final Pattern STREAM_NAME =
            Pattern.compile("(?:arn:aws[a-z-]*:kinesis:(?<region>[a-z0-9-]+):\\d{12}:stream/)?[A-Za-z0-9_.-]{1,128}");

    private static final Kind<String> REGION_KIND =
            Kind.matching("[a-z]{2,}(-[a-z]+)+-\\d+", "the code of a region, such as eu-west-1");
    private static final Kind<String> FUNCTION_KIND = Kind.matching(
            "(arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?",
            "a function's name or ARN, with or without a version or alias");
    private static final Kind<String> PROJECT_KIND = Kind.matching(TableText.PROJECT, "the id of a project");
    private static final Kind<String> COLUMN_KIND =
            Kind.matching("[A-Za-z_][A-Za-z0-9_]{0,299}", "a column's name: letters, digits and _");
    private static final Kind<String> PLACE_KIND = Kind.matching(
            "[A-Za-z_][A-Za-z0-9_]{0,299}(\\.[A-Za-z_][A-Za-z0-9_]*)*",
            "a column's name, or column.member of a JSON column: letters, digits and _");

    private final Reader reader;
    private final Share share;
    private final Settings settings;
    private final Map<String, Load> loads;
    private final Optional<String> preset;
    private final Load defaultLoad;

    /** @param pipeline its name where there are several, else empty */
    SettingsReader(Reader reader, Set<String> simulations, Target target, String defaultRunId, String pipeline) {
        this.reader = reader;
        String runId = reader.optional(RUN_ID, Kind.matching("[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, - and _"))
                        .orElse(defaultRunId)
                + (pipeline.isEmpty() ? "" : "-" + pipeline);
        reader.became(RUN_ID, runId);
        Aws aws = aws();
        Kinesis kinesis = kinesis();
        Lambda lambda = lambda();
        BigQuery bigquery = bigquery();
        TraceForm traceForm = reader.required("plumbline.trace.codec", Kind.oneOf(TraceForm.class));
        Columns columns = columns();
        Arrival arrival = arrival();
        Slo slo = slo();
        Generator generator = generator();
        this.share = new ShareReader(reader).read();
        Settings.Capacity capacity = capacity();
        Settings.Recovery recovery = recovery();
        Results results = results();
        CloudWatch cloudwatch = new CloudWatch(
                reader.required("plumbline.cloudwatch.ask", Kind.oneOf(CloudWatch.Asked.class)),
                reader.required("plumbline.cloudwatch.within", Kind.durationOrZero()));
        Settings.Metrics metrics = new MetricsReader(reader).read();
        GuardSettings guard = new GuardReader(reader).read();
        BeforeLoad beforeLoad = reader.required("plumbline.doctor.beforeLoad", Kind.oneOf(BeforeLoad.class));
        this.defaultLoad = load(Optional.empty());
        this.loads = simulations.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> load(Optional.of(name))));
        this.preset = reader.optional("plumbline.load.preset", Kind.among(simulations));
        this.settings = new Settings(
                runId,
                target,
                aws,
                kinesis,
                lambda,
                bigquery,
                traceForm,
                columns,
                arrival,
                slo,
                generator,
                share,
                capacity,
                recovery,
                results,
                cloudwatch,
                metrics,
                guard,
                beforeLoad,
                reader.effective());
    }

    Settings settings() {
        return settings;
    }

    Share share() {
        return share;
    }

    Load load(String simulation) {
        return loads.getOrDefault(preset.orElse(simulation), defaultLoad);
    }

    /** What names a pipeline, so that the load goes there and nowhere else. */
    static Optional<Given> naming(Reader reader) {
        return Stream.of(STREAM, FUNCTION, DATASET, TABLE)
                .flatMap(setting -> reader.given(setting).stream())
                .findFirst();
    }

    private Aws aws() {
        Optional<String> region = reader.optional(REGION, REGION_KIND);
        Optional<String> ofStream = regionOfStream();
        ofStream.ifPresent(of -> reader.became(REGION, of));
        return new Aws(
                ofStream.or(() -> region),
                reader.optional(KINESIS_ENDPOINT, Kind.endpoint()),
                reader.optional("plumbline.aws.cloudwatchEndpoint", Kind.endpoint()),
                reader.optional(
                        "plumbline.aws.profile",
                        Kind.matching("[\\w+=,.@:/ -]{1,200}", "the name of a profile of AWS' configuration")),
                role());
    }

    private Optional<Role> role() {
        Optional<String> arn = reader.optional(
                ROLE, Kind.matching("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,576}", "the ARN of a role"));
        Optional<String> externalId = reader.optional(
                EXTERNAL_ID, Kind.matching("[\\w+=,.@:/-]{2,1224}", "2 to 1,224 letters, digits and _+=,.@:/-"));
        String sessionName = reader.required(
                "plumbline.aws.roleSessionName",
                Kind.matching("[\\w+=,.@-]{2,64}", "2 to 64 letters, digits and _+=,.@-"));
        Optional<URI> endpoint = reader.optional("plumbline.aws.stsEndpoint", Kind.endpoint());
        if (externalId.isPresent() && reader.given(ROLE).isEmpty()) {
            reader.problem(new Problem.Missing(ROLE, EXTERNAL_ID + " is what its owner demands"));
        }
        return arn.map(named -> new Role(named, externalId, sessionName, endpoint));
    }

    /** An ARN says where the stream is, so the shell's region does not count. */
    private Optional<String> regionOfStream() {
        return reader.given(STREAM)
                .map(given -> STREAM_NAME.matcher(given.text()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group("region"));
    }

    private Kinesis kinesis() {
        return new Kinesis(
                reader.optional(
                        STREAM,
                        Kind.matching(
                                STREAM_NAME.pattern(),
                                "a stream's name, or its ARN: arn:aws:kinesis:<region>:<account>:stream/<name>")),
                reader.required("plumbline.kinesis.httpClient", Kind.oneOf(HttpClient.class)),
                reader.required("plumbline.kinesis.maxRecordBytes", Kind.bytes(1, LARGEST_RECORD))
                        .intValue(),
                reader.required("plumbline.kinesis.maxRequestBytes", Kind.bytes(1, LARGEST_REQUEST))
                        .intValue(),
                reader.required("plumbline.kinesis.retries", Kind.integer(0, MOST_RETRIES)),
                reader.required("plumbline.kinesis.attemptTimeout", Kind.duration()),
                reader.required("plumbline.kinesis.acquireTimeout", Kind.duration()),
                reader.required("plumbline.kinesis.maxConcurrency", Kind.integer(1, 100_000)));
    }

    private Lambda lambda() {
        return new Lambda(
                reader.optional(FUNCTION, FUNCTION_KIND),
                reader.optional(LAMBDA_ENDPOINT, Kind.endpoint()),
                reader.required("plumbline.lambda.timeout", Kind.duration()),
                reader.required("plumbline.lambda.maxConcurrency", Kind.integer(1, 100_000)));
    }

    private BigQuery bigquery() {
        return new BigQuery(
                table(),
                reader.optional("plumbline.bigquery.jobProject", PROJECT_KIND),
                reader.optional("plumbline.bigquery.quotaProject", PROJECT_KIND),
                reader.optional(
                        "plumbline.bigquery.location",
                        Kind.matching("[A-Za-z0-9-]{1,50}", "a location, such as EU or europe-west1")),
                reader.optional(BIGQUERY_ENDPOINT, Kind.endpoint()),
                reader.optional("plumbline.bigquery.accessToken", Kind.secret()),
                reader.required("plumbline.bigquery.pollInterval", Kind.duration()),
                reader.required("plumbline.bigquery.queryTimeout", Kind.duration()),
                toLong(reader.optional("plumbline.bigquery.maximumBytesPerQuery", Kind.bytes(1, 1024 * TEBIBYTE))),
                toLong(reader.optional("plumbline.bigquery.maximumBytesPerRun", Kind.bytes(1, 1024 * TEBIBYTE))),
                reader.required("plumbline.bigquery.pricePerTebibyte", Kind.positive(1_000)),
                reader.optional(
                        "plumbline.bigquery.requiredFilter",
                        Kind.matching("[^;]{1,1000}", "a condition in GoogleSQL, such as day >= CURRENT_DATE() - 1")),
                reader.required("plumbline.bigquery.actionTimeout", Kind.duration()),
                reader.required("plumbline.bigquery.maxConcurrency", Kind.integer(1, 10_000)));
    }

    private Optional<TableName> table() {
        Optional<String> project = reader.optional(PROJECT, PROJECT_KIND);
        Optional<String> dataset =
                reader.optional(DATASET, Kind.matching(TableText.DATASET, "a dataset's name: letters, digits and _"));
        return reader.optional(TABLE, TableText.kind()).flatMap(text -> text.complete(project, dataset));
    }

    private Columns columns() {
        return new Columns(
                reader.required("plumbline.trace.column", PLACE_KIND),
                column("runId"),
                column("key"),
                column("sequenceNumber"),
                column("kinesisArrival"),
                column("lambdaReceived"),
                column("lambdaDone"),
                column("inserted"),
                column("digest"),
                reader.optional("plumbline.columns.data", COLUMN_KIND));
    }

    private Optional<String> column(String name) {
        return reader.optional("plumbline.columns." + name, PLACE_KIND);
    }

    private Arrival arrival() {
        return new Arrival(
                reader.required("plumbline.arrival.within", Kind.duration()),
                reader.required("plumbline.arrival.drain", Kind.durationOrZero()),
                reader.required("plumbline.arrival.rows", Kind.oneOf(RowsLogged.class)),
                reader.required("plumbline.arrival.controls", Kind.someOf(ControlKind.class)));
    }

    private Slo slo() {
        return new Slo(
                latency("endToEnd.p50"),
                latency("endToEnd.p95"),
                latency("endToEnd.p99"),
                toDouble(reader.optional("plumbline.slo.successRate", Kind.share())),
                toLong(reader.optional("plumbline.slo.lost", Kind.whole(0, Long.MAX_VALUE))),
                toDouble(reader.optional("plumbline.slo.capacity", Kind.positive(MOST_USERS))),
                latency("recovery"),
                reader.required("plumbline.slo.strict", Kind.bool()),
                reader.required("plumbline.slo.noRegression", Kind.bool()),
                Stream.of(
                                "endToEnd.p50",
                                "endToEnd.p95",
                                "endToEnd.p99",
                                "successRate",
                                "lost",
                                "capacity",
                                "recovery",
                                "strict")
                        .filter(name -> reader.given("plumbline.slo." + name)
                                .filter(given -> !given.isDefault())
                                .isPresent())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private OptionalDouble latency(String name) {
        return toDouble(reader.optional("plumbline.slo." + name, Kind.duration())
                .map(limit -> limit.toNanos() / (double) Duration.ofMillis(1).toNanos()));
    }

    private Generator generator() {
        return new Generator(
                reader.required("plumbline.generator.maxLateness", Kind.duration()),
                reader.required("plumbline.generator.maxPause", Kind.duration()),
                reader.required("plumbline.generator.maxCpu", Kind.share()),
                reader.required("plumbline.generator.minRate", Kind.share()));
    }

    private Settings.Capacity capacity() {
        return new Settings.Capacity(
                reader.required("plumbline.capacity.search", Kind.oneOf(Settings.Capacity.Search.class)),
                toDouble(reader.optional("plumbline.capacity.start", Kind.positive(MOST_USERS))),
                toDouble(reader.optional("plumbline.capacity.ceiling", Kind.positive(MOST_USERS))),
                reader.required("plumbline.capacity.drain", Kind.duration()),
                reader.required("plumbline.capacity.maxTime", Kind.duration()));
    }

    private Settings.Recovery recovery() {
        return new Settings.Recovery(
                reader.required("plumbline.recovery.disturbance", Kind.oneOf(Settings.Recovery.Disturbance.class)),
                reader.required("plumbline.recovery.warmUp", Kind.durationOrZero()),
                reader.required("plumbline.recovery.baseline", Kind.duration()),
                reader.required("plumbline.recovery.disturbed", Kind.duration()),
                reader.required("plumbline.recovery.within", Kind.duration()));
    }

    private Results results() {
        return new Results(
                reader.required("plumbline.results.dir", Kind.path()),
                reader.required("plumbline.results.records", Kind.oneOf(RecordsWritten.class)),
                reader.required("plumbline.results.baseline", Kind.path().orNone()),
                reader.required("plumbline.results.samples", Kind.path().orNone()));
    }

    private Load load(Optional<String> simulation) {
        return new Load(
                reader.load(simulation, "users", Kind.integer(1, MOST_USERS)),
                reader.load(simulation, "rate", Kind.positive(MOST_USERS)),
                reader.load(simulation, "peakRate", Kind.positive(MOST_USERS)),
                reader.load(simulation, "levels", Kind.integer(1, MOST_LEVELS)),
                reader.load(simulation, "ramp", Kind.durationOrZero()),
                reader.load(simulation, "duration", Kind.duration()),
                reader.load(simulation, "rampDown", Kind.durationOrZero()),
                reader.load(simulation, "pause", Kind.durationOrZero()),
                reader.load(simulation, "recordBytes", Kind.integer(1, LARGEST_RECORD)),
                reader.load(simulation, "maxInFlight", Kind.integer(1, MOST_IN_FLIGHT)),
                reader.load(simulation, "body", Kind.path().orNone()));
    }

    /** Notes what is not given though it is needed; what is given but not allowed has been noted already. */
    void require(Collection<Need> needs) {
        Set<String> missing = new HashSet<>();
        for (Need need : Stream.of(Need.values()).filter(needs::contains).toList()) {
            for (String setting : neededTo(need)) {
                if (reader.given(setting).isEmpty() && missing.add(setting)) {
                    reader.problem(new Problem.Missing(setting, reason(need)));
                }
            }
        }
    }

    private List<String> neededTo(Need need) {
        return switch (need) {
            case PUT, SHARDS -> neededToPut();
            case ARRIVAL, BIGQUERY -> neededToRead();
            case INVOKE -> neededToInvoke();
        };
    }

    private List<String> neededToPut() {
        List<String> needed = new ArrayList<>(List.of(STREAM));
        if (isNoArn(STREAM)) {
            needed.add(REGION);
        }
        addIfLocal(needed, KINESIS_ENDPOINT);
        return needed;
    }

    private List<String> neededToInvoke() {
        List<String> needed = new ArrayList<>(List.of(FUNCTION));
        if (isNoArn(FUNCTION)) {
            needed.add(REGION);
        }
        addIfLocal(needed, LAMBDA_ENDPOINT);
        return needed;
    }

    /** An ARN names the region, also one that is wrong and has been noted. */
    private boolean isNoArn(String setting) {
        return reader.given(setting)
                .filter(given -> given.text().startsWith("arn:"))
                .isEmpty();
    }

    /** A table's name that is wrong has been noted; what it would have named is not called missing too. */
    private List<String> neededToRead() {
        Optional<Given> given = reader.given(TABLE);
        Optional<TableText> text = given.flatMap(table -> TableText.kind().parse(table.text()));
        List<String> needed = new ArrayList<>(List.of(TABLE));
        if (given.isEmpty() || text.filter(table -> table.dataset().isEmpty()).isPresent()) {
            needed.add(DATASET);
        }
        if (given.isEmpty() || text.filter(table -> table.project().isEmpty()).isPresent()) {
            needed.add(PROJECT);
        }
        addIfLocal(needed, BIGQUERY_ENDPOINT);
        return needed;
    }

    /** Without an endpoint the clients would call the real services. */
    private void addIfLocal(List<String> needed, String endpoint) {
        if (settings.target() == Target.LOCAL_STAND_IN) {
            needed.add(endpoint);
        }
    }

    private String reason(Need need) {
        return naming(reader)
                .map(given -> "%s from %s names the pipeline, and %s"
                        .formatted(given.setting(), given.origin(), need.reason()))
                .orElseGet(() -> "the local stand-in does not name it, and " + need.reason());
    }

    private static OptionalLong toLong(Optional<Long> value) {
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static OptionalDouble toDouble(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
