package io.plumbline.bigquery;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import com.google.cloud.bigquery.BigQueryOptions;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.settings.Settings.TraceForm;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table, or the view of several, in which a run's records arrive, in BigQuery. */
public final class BigQueryGateway implements ArrivalSource {

    private final TableLook look;
    private final QueryClient client;
    private final Settings.Columns columns;
    private final GoogleLogin login;
    private final TableName table;
    private final List<Stamp> stamped;
    private final Optional<String> requiredFilter;
    private final TraceForm traceForm;
    private final TraceIds ids;

    /** What the tokens of all generators begin with; empty where there is but one. */
    private final Optional<String> sharedName;

    private volatile @Nullable ArrivalSql sql;

    /** @param ids of the run whose records arrive */
    public BigQueryGateway(Settings settings, TraceIds ids, MicroClock clock) {
        Settings.BigQuery bigquery = settings.bigquery();
        this.columns = settings.columns();
        this.login = GoogleLogin.choose(bigquery, GoogleService::applicationDefault);
        this.table = bigquery.table().orElseThrow();
        this.stamped = ArrivalSql.stamped(columns);
        this.requiredFilter = bigquery.requiredFilter();
        this.traceForm = settings.traceForm();
        this.ids = ids;
        this.sharedName = settings.share().isWhole() ? Optional.empty() : Optional.of(settings.runId() + "-");
        BigQueryOptions options = GoogleService.options(bigquery, bigquery.queryTimeout(), login);
        Bigquery service = GoogleService.of(options);
        this.look = new TableLook(service, bigquery);
        this.client = new QueryClient(
                service,
                GoogleService.jobProject(bigquery),
                bigquery.location().orElse(null),
                bigquery.queryTimeout(),
                bigquery.maximumBytesPerQuery(),
                clock);
    }

    /** What is wrong with the table, a sentence each; empty when arrivals can be measured in it. */
    public List<String> problems() {
        if (login.problem().isPresent()) {
            return List.of(login.problem().get());
        }
        try {
            TableColumns found = look.columns();
            sql = sql(found);
            List<String> problems = new ArrayList<>(new ColumnCheck(found).problems(columns, traceForm));
            if (found.partitionFilterRequired() && requiredFilter.isEmpty()) {
                problems.add("plumbline.bigquery.requiredFilter: " + found.named()
                        + " takes no query without a condition on its partitions; set it to one that this run's rows"
                        + " meet, such as _PARTITIONDATE >= CURRENT_DATE() - 1 by the column that partitions it");
            }
            return problems;
        } catch (TableLook.Problem problem) {
            return List.of(problem.sentence());
        }
    }

    /**
     * Those of the table, or of the view.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public Map<String, String> labels() {
        return look.labels();
    }

    /** Why rows of others cannot be told from this run's; empty where they can. */
    public Optional<String> whyForeignRowsAreNotKnown() {
        if (columns.inserted().isEmpty()) {
            return Optional.of("the table has no insert stamp, as far as plumbline.columns.inserted tells");
        }
        return ours().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "rows of this run's other generators look like those of others, for the table has no run id,"
                                + " as far as plumbline.columns.runId tells");
    }

    /**
     * How many rows that are not this run's were inserted in the last so long. Not to be asked where
     * {@linkplain #whyForeignRowsAreNotKnown they are not known}.
     */
    public Answer<Long> foreignRows(Duration window) throws QueryFailure {
        String micros = Long.toString(window.toNanos() / 1_000);
        return mapped(
                client.ask(
                        sql().foreignRows(),
                        List.of(
                                parameter("window", "INT64", micros),
                                parameter("ours", "STRING", ours().orElseThrow()))),
                cells -> number(cells.get(0)));
    }

    /** What the rows of all generators begin with in the run's column, or in that of the id. */
    private Optional<String> ours() {
        if (sharedName.isEmpty()) {
            return Optional.of(runOrIds());
        }
        return columns.runId().isPresent() || traceForm == TraceForm.TEXT ? sharedName : Optional.empty();
    }

    /**
     * As whom BigQuery is asked; gets a token, which may take a while.
     *
     * @throws IllegalStateException if there are no credentials; the message says why
     */
    public GoogleLoginFacts login() {
        return login.facts();
    }

    /**
     * What the table says of itself.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public TableFacts facts() {
        try {
            return look.facts();
        } catch (TableLook.Problem problem) {
            throw new IllegalStateException(problem.sentence(), problem);
        }
    }

    /** Bytes that a look for arrivals would process now, if nothing of the run had arrived. */
    public long plannedBytes() throws QueryFailure {
        ArrivalSql arrivals = sql();
        if (columns.runId().isEmpty()) {
            return client.dryRun(arrivals.rowsOf(), List.of(texts("ids", List.of("none")), run()));
        }
        return columns.inserted().isPresent()
                ? client.dryRun(arrivals.rowsInsertedFrom(), List.of(parameter("inserted_from", "INT64", "0"), run()))
                : client.dryRun(arrivals.rows(), List.of(run()));
    }

    private ArrivalSql sql(TableColumns found) {
        return new ArrivalSql(table, columns, found, requiredFilter);
    }

    /** Made for the table as it is; looked up by the first who asks. */
    private ArrivalSql sql() throws QueryFailure {
        ArrivalSql known = sql;
        if (known == null) {
            try {
                known = sql(look.columns());
            } catch (TableLook.Problem problem) {
                throw new QueryFailure(problem.sentence(), problem);
            }
            sql = known;
        }
        return known;
    }

    @Override
    public Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure {
        if (insertedFromMicros.isEmpty()) {
            return ask(sql().rows(), this::row);
        }
        String from = Long.toString(insertedFromMicros.getAsLong());
        return ask(sql().rowsInsertedFrom(), this::row, parameter("inserted_from", "INT64", from));
    }

    @Override
    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
        return ask(sql().rowsOf(), this::row, texts("ids", ids));
    }

    @Override
    public Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure {
        return mapped(client.ask(sql().rowsOfAnyRun(), List.of(texts("ids", ids))), this::row);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql().rowsBetween(),
                this::row,
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
        return ask(
                sql().countByBlock(),
                BigQueryGateway::blockCount,
                parameter("block_length", "INT64", Integer.toString(blockLength)));
    }

    @Override
    public Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql().order(),
                cells -> new OrderCount(number(cells.get(0)), number(cells.get(1))),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql().countSealed(),
                cells -> number(cells.get(0)),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql().suspects(),
                cells -> new Sealed(textOrEmpty(cells.get(0)), cells.get(1), cells.get(2), textOrEmpty(cells.get(3))),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure {
        Answer<List<@Nullable String>> answer = client.ask(sql().strays(), List.of(texts("numbers", sequenceNumbers)));
        return mapped(answer, cells -> new Stray(textOrEmpty(cells.get(0)), cells.get(1)));
    }

    @Override
    public Evidence evidence() {
        boolean numbers = columns.sequenceNumber().isPresent();
        return new Evidence(
                columns.runId().isPresent(),
                columns.inserted().isPresent(),
                numbers,
                numbers && columns.key().isPresent() && columns.lambdaReceived().isPresent(),
                columns.digest().isPresent()
                        && columns.key().isPresent()
                        && columns.data().isPresent());
    }

    private <T> Answer<T> ask(String text, Function<List<@Nullable String>, T> mapper, QueryParameter... more)
            throws QueryFailure {
        List<QueryParameter> parameters = new ArrayList<>(List.of(more));
        parameters.add(run());
        return mapped(client.ask(text, parameters), mapper);
    }

    private QueryParameter run() {
        return parameter("run", "STRING", runOrIds());
    }

    private String runOrIds() {
        return columns.runId().isPresent() ? ids.runToken() : ids.runPrefix();
    }

    private static <T> Answer<T> mapped(
            Answer<List<@Nullable String>> answer, Function<List<@Nullable String>, T> mapper) {
        return answer.with(answer.rows().stream().map(mapper).toList());
    }

    private Row row(List<@Nullable String> cells) {
        Stamps stamps = Stamps.none();
        for (int i = 0; i < stamped.size(); i++) {
            String micros = cells.get(2 + i);
            if (micros != null) {
                stamps = stamps.with(stamped.get(i), Long.parseLong(micros));
            }
        }
        return new Row(textOrEmpty(cells.get(0)), stamps, cells.get(1));
    }

    private static BlockCount blockCount(List<@Nullable String> cells) {
        return new BlockCount(textOrEmpty(cells.get(0)), number(cells.get(1)), number(cells.get(2)));
    }

    private static long number(@Nullable String cell) {
        return Long.parseLong(textOrEmpty(cell));
    }

    private static String textOrEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static QueryParameter parameter(String name, String type, String value) {
        return new QueryParameter()
                .setName(name)
                .setParameterType(new QueryParameterType().setType(type))
                .setParameterValue(new QueryParameterValue().setValue(value));
    }

    private static QueryParameter texts(String name, List<String> values) {
        return new QueryParameter()
                .setName(name)
                .setParameterType(new QueryParameterType()
                        .setType("ARRAY")
                        .setArrayType(new QueryParameterType().setType("STRING")))
                .setParameterValue(new QueryParameterValue()
                        .setArrayValues(values.stream()
                                .map(value -> new QueryParameterValue().setValue(value))
                                .toList()));
    }
}
