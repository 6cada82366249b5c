package local.bigquery.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps {@code docs/stand-in-sql.md} and the translator in step: every example runs, every function is on the page. */
class SqlPageTest {

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    /** The cells, without their backticks, of the table rows below a heading. */
    private static List<List<String>> table(String heading) {
        return page().stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(BAR.split(line))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .map(cell -> cell.substring(1, cell.length() - 1).replace("\\|", "|"))
                        .toList())
                .toList();
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(Path.of("docs", "stand-in-sql.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<List<String>> examples() {
        return Stream.of(
                        table("Operators and forms").stream().map(r -> List.of("SELECT " + r.get(0), r.get(1))),
                        table("Functions").stream().map(r -> List.of("SELECT " + r.get(1), r.get(2))),
                        table("Aggregates and numbering").stream().map(r -> List.of(r.get(1), r.get(2))))
                .flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleGivesWhatThePageSays(List<String> example) throws Exception {
        try (SqlSample sample = new SqlSample()) {
            String rows = String.join("; ", sample.rows(example.get(0), java.util.Map.of()))
                    .replace("|", ", ");
            assertThat(rows).isEqualTo(example.get(1));
        }
    }

    static Stream<List<String>> refusals() {
        return table("Refused, for example").stream();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalNamesTheConstruct(List<String> refusal) {
        assertThatThrownBy(() -> SqlSample.translate(refusal.get(0), java.util.Map.of()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining(refusal.get(1));
    }

    @Test
    void thePageListsEveryFunctionAndNoOther() {
        Set<String> listed = Stream.concat(table("Functions").stream(), table("Aggregates and numbering").stream())
                .map(row -> row.get(0))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = Stream.of(
                        Functions.ALL.stream().map(Functions.Signature::name).filter(n -> n.matches("[A-Z_0-9]+")),
                        Polymorphic.NAMES.stream(),
                        Calls.NAMES.stream())
                .flatMap(s -> s)
                .filter(name -> !Set.of("AND", "OR", "NOT", "LIKE", "NEGATE").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void everyExampleOfAFunctionUsesIt() {
        Stream.concat(table("Functions").stream(), table("Aggregates and numbering").stream())
                .forEach(row -> assertThat(row.get(1)).contains(row.get(0) + "("));
    }

    @Test
    void everyExampleIsValidForGooglesAnalyser() throws Exception {
        assumeTrue(GoogleSqlAnalyser.isHere(), GoogleSqlAnalyser.NOT_HERE);
        List<String> queries = examples().map(example -> example.get(0)).toList();
        List<String> verdicts = new GoogleSqlAnalyser("t", "id:STRING,n:INT64,doc:JSON", "unused:INT64")
                .verdicts(queries.toArray(String[]::new));
        for (int i = 0; i < queries.size(); i++) {
            assertThat(verdicts.get(i)).as(queries.get(i)).isEqualTo("valid");
        }
        assertThat(verdicts).hasSameSizeAs(queries);
    }
}
