package io.plumbline.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.spi.v2.HttpBigQueryRpc;
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
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table in which a run's records arrive, in BigQuery. */
public final class BigQueryGateway implements ArrivalSource {

    private static final Set<String> HOLDS_JSON = Set.of("JSON", "STRING");

    private final HttpBigQueryRpc rpc;
    private final QueryClient client;
    private final TableName table;
    private final Settings.Columns columns;
    private final GoogleLogin login;
    private final ArrivalSql sql;
    private final String runToken;

    /** @param runToken what the table's run id column holds for this run */
    public BigQueryGateway(Settings settings, String runToken, MicroClock clock) {
        Settings.BigQuery bigquery = settings.bigquery();
        this.table = bigquery.table().orElseThrow();
        this.columns = settings.columns();
        this.login = GoogleLogin.choose(bigquery, GoogleCredentials::getApplicationDefault);
        this.sql = new ArrivalSql(table, columns);
        this.runToken = runToken;
        BigQueryOptions options = GoogleService.options(bigquery, bigquery.queryTimeout(), login);
        this.rpc = new HttpBigQueryRpc(options);
        this.client = new QueryClient(
                GoogleService.of(options),
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
            Table found =
                    rpc.getTableSkipExceptionTranslation(table.project(), table.dataset(), table.table(), Map.of());
            return found == null
                    ? List.of(notFound())
                    : columnProblems(found.getSchema().getFields());
        } catch (GoogleJsonResponseException e) {
            return List.of(
                    e.getStatusCode() == 404 ? notFound() : "table " + table.dotted() + ": " + Failures.message(e));
        } catch (IOException e) {
            return List.of("BigQuery does not answer: " + Failures.message(e));
        }
    }

    @Override
    public Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure {
        if (insertedFromMicros.isEmpty()) {
            return ask(sql.rows(), this::row);
        }
        String from = Long.toString(insertedFromMicros.getAsLong());
        return ask(sql.rowsInsertedFrom(), this::row, parameter("inserted_from", "INT64", from));
    }

    @Override
    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
        return ask(sql.rowsOf(), this::row, texts("ids", ids));
    }

    @Override
    public Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure {
        return mapped(client.ask(sql.rowsOfAnyRun(), List.of(texts("ids", ids))), this::row);
    }

    @Override
    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql.rowsBetween(),
                this::row,
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
        return ask(
                sql.countByBlock(),
                BigQueryGateway::blockCount,
                parameter("block_length", "INT64", Integer.toString(blockLength)));
    }

    @Override
    public Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql.order(),
                cells -> new OrderCount(number(cells.get(0)), number(cells.get(1))),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql.countSealed(),
                cells -> number(cells.get(0)),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
        return ask(
                sql.suspects(),
                cells -> new Sealed(textOrEmpty(cells.get(0)), cells.get(1), cells.get(2), textOrEmpty(cells.get(3))),
                parameter("first", "STRING", firstId),
                parameter("last", "STRING", lastId));
    }

    @Override
    public Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure {
        Answer<List<@Nullable String>> answer = client.ask(sql.strays(), List.of(texts("numbers", sequenceNumbers)));
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
        parameters.add(parameter("run", "STRING", runToken));
        return mapped(client.ask(text, parameters), mapper);
    }

    private static <T> Answer<T> mapped(
            Answer<List<@Nullable String>> answer, Function<List<@Nullable String>, T> mapper) {
        return answer.with(answer.rows().stream().map(mapper).toList());
    }

    private Row row(List<@Nullable String> cells) {
        Stamps stamps = Stamps.none();
        for (int i = 0; i < sql.stamps().size(); i++) {
            String micros = cells.get(2 + i);
            if (micros != null) {
                stamps = stamps.with(sql.stamps().get(i).stamp(), Long.parseLong(micros));
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

    private String notFound() {
        return "table " + table.dotted() + " was not found";
    }

    private List<String> columnProblems(List<TableFieldSchema> fields) {
        List<String> problems = new ArrayList<>();
        requireColumn(problems, fields, "plumbline.trace.column", columns.traceId(), "STRING");
        Map.of(
                        "plumbline.columns.runId", columns.runId(),
                        "plumbline.columns.key", columns.key(),
                        "plumbline.columns.sequenceNumber", columns.sequenceNumber(),
                        "plumbline.columns.digest", columns.digest())
                .forEach((setting, column) ->
                        column.ifPresent(name -> requireColumn(problems, fields, setting, name, "STRING")));
        columns.data().ifPresent(name -> requireColumn(problems, fields, "plumbline.columns.data", name, "JSON"));
        Map.of(
                        "plumbline.columns.kinesisArrival", columns.kinesisArrival(),
                        "plumbline.columns.lambdaReceived", columns.lambdaReceived(),
                        "plumbline.columns.lambdaDone", columns.lambdaDone(),
                        "plumbline.columns.inserted", columns.inserted())
                .forEach((setting, column) ->
                        column.ifPresent(name -> requireColumn(problems, fields, setting, name, "TIMESTAMP")));
        problems.sort(null);
        return problems;
    }

    /** @param place a column, or a member of the JSON in one */
    private void requireColumn(
            List<String> problems, List<TableFieldSchema> fields, String setting, String place, String type) {
        int dot = place.indexOf('.');
        String column = dot < 0 ? place : place.substring(0, dot);
        String found = fields.stream()
                .filter(field -> field.getName().equalsIgnoreCase(column))
                .map(TableFieldSchema::getType)
                .findFirst()
                .orElse(null);
        if (found == null) {
            problems.add(setting + ": table " + table.dotted() + " has no column `" + column + "`");
        } else if (dot < 0 && !found.equals(type)) {
            problems.add(setting + ": column `" + column + "` of table " + table.dotted() + " is " + found + ", not "
                    + type);
        } else if (dot >= 0 && !HOLDS_JSON.contains(found)) {
            problems.add(setting + ": column `" + column + "` of table " + table.dotted() + " is " + found + ", and "
                    + place + " is inside a column of JSON or of STRING that holds JSON");
        }
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
