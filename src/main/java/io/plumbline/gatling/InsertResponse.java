package io.plumbline.gatling;

import io.gatling.javaapi.core.CheckBuilder;
import java.util.Optional;

/**
 * What the checks on an insertAll look at.
 *
 * @param insertErrors how many rows BigQuery did not insert
 * @param errors BigQuery's own {@code insertErrors}, a JSON array
 */
public record InsertResponse(int insertErrors, String errors) {

    static final ResponseCheck INSERT_ERRORS = new ResponseCheck(InsertResponse.class, "insertErrors");

    public static CheckBuilder.Find<Integer> insertErrorsCheck() {
        return ResponseCheck.on(
                InsertResponse.class,
                INSERT_ERRORS.name(),
                Integer.class,
                response -> Optional.of(response.insertErrors()));
    }
}
