package io.plumbline.settings;

import io.plumbline.settings.Settings.TableName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table as written: {@code table}, {@code dataset.table} or {@code project.dataset.table}. */
record TableText(Optional<String> project, Optional<String> dataset, String table) {

    /** Old projects stand behind a domain: {@code example.com:project}. */
    static final String PROJECT = "(?:[A-Za-z0-9.-]{1,100}:)?[A-Za-z0-9_-]{1,100}";

    static final String DATASET = "[A-Za-z0-9_]{1,1024}";

    /** The names that BigQuery allows; above all no backtick, for queries quote them with it. */
    private static final Pattern PATTERN = Pattern.compile("(?:(?:(?<project>%s)\\.)?(?<dataset>%s)\\.)?(?<table>%s)"
            .formatted(PROJECT, DATASET, "[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd} ]{1,1024}"));

    static Kind<TableText> kind() {
        return Kind.matching(PATTERN.pattern(), "table, dataset.table or project.dataset.table")
                .map(TableText::parse);
    }

    private static TableText parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new TableText(
                Optional.ofNullable(matcher.group("project")),
                Optional.ofNullable(matcher.group("dataset")),
                matcher.group("table"));
    }

    /** The full name, if what is written here and the two others make one. */
    Optional<TableName> complete(Optional<String> otherProject, Optional<String> otherDataset) {
        return project.or(() -> otherProject)
                .flatMap(p -> dataset.or(() -> otherDataset).map(d -> new TableName(p, d, table)));
    }
}
