package io.plumbline.gatling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.bigquery.QueryOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the checks on a query look at. */
public record QueryResponse(QueryOutcome.Answered answer) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The rows as a JSON array of objects. */
    String json() {
        try {
            return JSON.writeValueAsString(answer.rows());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows that were read from JSON cannot be written as JSON", e);
        }
    }

    public static CheckBuilder.Find<Integer> rowCountCheck() {
        return check(
                "rowCount", Integer.class, answer -> Optional.of(answer.rows().size()));
    }

    @SuppressWarnings("unchecked") // A class has no parameters.
    public static CheckBuilder.Find<List<Map<String, @Nullable Object>>> rowsCheck() {
        Class<List<Map<String, @Nullable Object>>> type =
                (Class<List<Map<String, @Nullable Object>>>) (Class<?>) List.class;
        return check("rows", type, answer -> Optional.of(answer.rows()));
    }

    public static CheckBuilder.Find<Long> totalBytesProcessedCheck() {
        return check("totalBytesProcessed", Long.class, answer -> boxed(answer.bytesProcessed()));
    }

    public static CheckBuilder.Find<Long> totalBytesBilledCheck() {
        return check("totalBytesBilled", Long.class, answer -> boxed(answer.bytesBilled()));
    }

    private static <X> CheckBuilder.Find<X> check(
            String name, Class<X> type, Function<QueryOutcome.Answered, Optional<X>> value) {
        return ResponseCheck.on(QueryResponse.class, name, type, response -> value.apply(response.answer()));
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
