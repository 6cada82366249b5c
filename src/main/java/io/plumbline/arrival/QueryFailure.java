package io.plumbline.arrival;

import org.jspecify.annotations.Nullable;

/** A query that proves nothing: refused, broken, timed out or answered in part. */
public final class QueryFailure extends Exception {

    public QueryFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
