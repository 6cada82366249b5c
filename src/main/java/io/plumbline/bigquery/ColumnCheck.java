package io.plumbline.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.plumbline.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a table or a view has the columns that the settings name, of the types that the arrival queries need. */
final class ColumnCheck {

    private static final Set<String> HOLDS_JSON = Set.of("JSON", "STRING");

    private final String named;
    private final List<TableFieldSchema> fields;
    private final List<String> problems = new ArrayList<>();

    /** @param named what has the columns: {@code table p.d.t} */
    ColumnCheck(String named, List<TableFieldSchema> fields) {
        this.named = named;
        this.fields = fields;
    }

    /** A sentence each, in the order of the settings' names. */
    List<String> problems(Settings.Columns columns) {
        require("plumbline.trace.column", columns.traceId(), "STRING");
        Map.of(
                        "plumbline.columns.runId", columns.runId(),
                        "plumbline.columns.key", columns.key(),
                        "plumbline.columns.sequenceNumber", columns.sequenceNumber(),
                        "plumbline.columns.digest", columns.digest())
                .forEach((setting, column) -> column.ifPresent(name -> require(setting, name, "STRING")));
        columns.data().ifPresent(name -> require("plumbline.columns.data", name, "JSON"));
        Map.of(
                        "plumbline.columns.kinesisArrival", columns.kinesisArrival(),
                        "plumbline.columns.lambdaReceived", columns.lambdaReceived(),
                        "plumbline.columns.lambdaDone", columns.lambdaDone(),
                        "plumbline.columns.inserted", columns.inserted())
                .forEach((setting, column) -> column.ifPresent(name -> require(setting, name, "TIMESTAMP")));
        problems.sort(null);
        return problems;
    }

    /** @param place a column, or a member of the JSON in one */
    private void require(String setting, String place, String type) {
        int dot = place.indexOf('.');
        String column = dot < 0 ? place : place.substring(0, dot);
        String found = fields.stream()
                .filter(field -> field.getName().equalsIgnoreCase(column))
                .map(TableFieldSchema::getType)
                .findFirst()
                .orElse(null);
        if (found == null) {
            problems.add(setting + ": " + named + " has no column `" + column + "`");
        } else if (dot < 0 && !found.equals(type)) {
            problems.add(setting + ": column `" + column + "` of " + named + " is " + found + ", not " + type);
        } else if (dot >= 0 && !HOLDS_JSON.contains(found)) {
            problems.add(setting + ": column `" + column + "` of " + named + " is " + found + ", and " + place
                    + " is inside a column of JSON or of STRING that holds JSON");
        }
    }
}
