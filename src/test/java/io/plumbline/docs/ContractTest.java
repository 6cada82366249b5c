package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names in the contract are those that are written. */
class ContractTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Objects whose fields are not names of the contract's but somebody's keys. */
    private static final Set<String> MAPS = Set.of(
            "counts.notKnown",
            "generator.notKnown",
            "causes.ambiguous",
            "cloud.metrics",
            "causes.lost",
            "causes.rejected",
            "course.exemplars.lost[].stages",
            "course.exemplars.slowest[].stages",
            "course.timeline.slices[].stages",
            "settings",
            "versions");

    @Test
    void everyFieldOfTheRunRecordIsThereAndNoOther() throws IOException {
        Set<String> written = names(Runs.json(Runs.calling(new Call("Query", Runs.summary(1, 1), 0))));
        names(Runs.json(Runs.merged())).stream()
                .filter(name -> name.startsWith("generators."))
                .forEach(written::add);
        Stream.of(Runs.searched(), Runs.recovered())
                .flatMap(run -> names(json(run)).stream())
                .filter(name -> name.matches("(capacity|recovery)\\..*"))
                .forEach(written::add);

        assertThat(fields("`run.json`")).isEqualTo(written);
    }

    @Test
    void theExampleHasTheSameFields() throws IOException {
        JsonNode example = JSON.readTree(Path.of("docs/example/run.json").toFile());

        Set<String> fields = fields("`run.json`");
        // It neither searched for a capacity nor disturbed anything.
        assertThat(fields.removeIf(name -> name.startsWith("capacity."))).isTrue();
        assertThat(fields.removeIf(name -> name.startsWith("recovery."))).isTrue();
        // It makes no calls of its own.
        assertThat(fields.removeIf(name -> name.startsWith("generators."))).isTrue();
        assertThat(fields.removeIf(name -> name.startsWith("calls[]."))).isTrue();
        fields.add("calls");
        // Nor was there anything of these.
        for (String nothing :
                List.of("course.coldStarts", "course.exemplars.lost", "baseline.regressions", "cloud.unequal")) {
            assertThat(fields.removeIf(name -> name.startsWith(nothing))).isTrue();
            fields.add(nothing);
        }
        assertThat(names(example)).isEqualTo(fields);
    }

    @Test
    void everyFieldOfARecordIsThereAndNoOther() {
        Set<String> components = Stream.of(RecordOutcome.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());

        assertThat(fields("`records.ndjson.gz`")).isEqualTo(components);
    }

    @Test
    void everyNameInTheSummaryIsThere(@TempDir Path folder) throws IOException {
        RunFolder run = RunFolder.create(folder, "run");
        Reports.write(run, Runs.failed(), Runs.histograms(), Optional.empty());
        JsonNode summary = JSON.readTree(run.file("e2e-summary.json").toFile());

        assertThat(fields("`e2e-summary.json`")).isEqualTo(fieldNames(summary));
        assertThat(Paper.code(Paper.CONTRACT.section("`e2e-summary.json`"))).containsAll(namesOutsideOfValues(summary));
    }

    @Test
    void everyFileOfTheResultsIsThere(@TempDir Path folder) throws IOException {
        RunFolder run = RunFolder.create(folder, "run");
        List<Path> written = Reports.write(run, Runs.failed(), Runs.histograms(), Optional.empty())
                .files();

        assertThat(written).hasSizeGreaterThan(4);
        assertThat(column(Paper.CONTRACT.section("Results"), "file"))
                .containsAll(written.stream()
                        .map(file -> run.path().relativize(file).toString().replace('\\', '/'))
                        .map(file -> file.replaceAll("^jenkins/[^/]*/", "jenkins/<simulation>-<time>/"))
                        .filter(file -> !file.matches("jenkins/[^/]*/(index.html|report.css)"))
                        .toList());
    }

    @Test
    void theTableHasTheDefaultColumns() {
        List<List<String>> settings = Paper.table(Paper.CONTRACT.section("The table"), "setting");
        String ddl = String.join("\n", Paper.CONTRACT.blocks("sql"));

        assertThat(settings).hasSize(10).allSatisfy(row -> {
            String column = Paper.code(row.get(1)).get(0);
            assertThat(ReferenceConf.defaults())
                    .containsEntry(Paper.code(row.get(0)).get(0), column);
            assertThat(ddl).contains("\n  " + column + " " + (row.get(2).isEmpty() ? "STRING" : row.get(2)));
        });
    }

    private static JsonNode json(RunRecord run) {
        try {
            return Runs.json(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> fields(String heading) {
        return column(Paper.CONTRACT.section(heading), "field");
    }

    /** The names in the first column. */
    private static Set<String> column(String section, String head) {
        return Paper.table(section, head).stream()
                .flatMap(row -> Paper.code(row.get(0)).stream())
                .flatMap(names -> Paper.expanded(names).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The leaves, {@code []} for the elements of a list. */
    private static Set<String> names(JsonNode json) {
        Set<String> names = new TreeSet<>();
        collect("", json, names);
        return names;
    }

    private static void collect(String path, JsonNode json, Set<String> names) {
        if (json.isObject() && !MAPS.contains(path)) {
            json.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), names));
        } else if (json.isArray() && json.path(0).isObject()) {
            json.forEach(element -> collect(path + "[]", element, names));
        } else {
            names.add(path);
        }
    }

    private static Set<String> fieldNames(JsonNode json) {
        return json.properties().stream().map(field -> field.getKey()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Below {@code values} the names are those of k6. */
    private static List<String> namesOutsideOfValues(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.properties().forEach(field -> {
            names.add(field.getKey());
            if (!field.getKey().equals("values")) {
                names.addAll(namesOutsideOfValues(field.getValue()));
            }
        });
        return names;
    }
}
