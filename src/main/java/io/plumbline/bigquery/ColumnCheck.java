package io.plumbline.bigquery;

import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TraceForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a table or a view has the columns that the settings name, of the types that the arrival queries need. */
final class ColumnCheck {

    private final TableColumns table;
    private final List<String> problems = new ArrayList<>();

    ColumnCheck(TableColumns table) {
        this.table = table;
    }

    /** What a value may be. */
    private enum Wanted {
        TEXT("STRING", ColumnType::isText),
        ID("STRING or INT64", type -> type.isText() || type.isWholeNumber()),
        JSON("JSON", ColumnType::isJson),
        MOMENT(
                "TIMESTAMP, nor a number of epoch seconds, milliseconds, microseconds or nanoseconds",
                ColumnType::isMoment);

        private final String words;
        private final Predicate<ColumnType> takes;

        Wanted(String words, Predicate<ColumnType> takes) {
            this.words = words;
            this.takes = takes;
        }
    }

    /** A sentence each, in the order of the settings' names. */
    List<String> problems(Settings.Columns columns, TraceForm form) {
        require("plumbline.trace.column", columns.traceId(), Wanted.ID);
        if (form != TraceForm.INT64
                && table.type(columns.traceId())
                        .filter(ColumnType::isWholeNumber)
                        .isPresent()) {
            problems.add("plumbline.trace.codec: it is " + form.name().toLowerCase(Locale.ROOT) + ", and column `"
                    + columns.traceId() + "` of " + table.named() + " takes numbers only: set it to int64");
        }
        requireGiven(
                Wanted.TEXT,
                Map.of(
                        "plumbline.columns.runId", columns.runId(),
                        "plumbline.columns.key", columns.key(),
                        "plumbline.columns.sequenceNumber", columns.sequenceNumber(),
                        "plumbline.columns.digest", columns.digest()));
        requireGiven(Wanted.JSON, Map.of("plumbline.columns.data", columns.data()));
        requireGiven(
                Wanted.MOMENT,
                Map.of(
                        "plumbline.columns.kinesisArrival", columns.kinesisArrival(),
                        "plumbline.columns.lambdaReceived", columns.lambdaReceived(),
                        "plumbline.columns.lambdaDone", columns.lambdaDone(),
                        "plumbline.columns.inserted", columns.inserted()));
        problems.sort(null);
        return problems;
    }

    /** @param places by their settings, empty where the table has none */
    private void requireGiven(Wanted wanted, Map<String, Optional<String>> places) {
        places.forEach((setting, place) -> place.ifPresent(given -> require(setting, given, wanted)));
    }

    /** @param place a column, or a member of the JSON in one */
    private void require(String setting, String place, Wanted wanted) {
        int dot = place.indexOf('.');
        String column = dot < 0 ? place : place.substring(0, dot);
        Optional<ColumnType> found = table.type(column);
        if (found.isEmpty()) {
            problems.add(setting + ": " + table.named() + " has no column `" + column + "`");
            return;
        }
        ColumnType type = found.get();
        String what = setting + ": column `" + column + "` of " + table.named() + " is " + type;
        if (dot < 0 && !wanted.takes.test(type)) {
            problems.add(what + ", not " + wanted.words);
        } else if (dot >= 0 && !type.holdsJson()) {
            problems.add(what + ", and " + place + " is inside a column of JSON or of STRING that holds JSON");
        }
    }
}
