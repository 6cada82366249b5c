package io.plumbline.report.page;

import static io.plumbline.report.page.Pages.change;
import static io.plumbline.report.page.Pages.numbers;
import static io.plumbline.report.page.Pages.page;
import static io.plumbline.report.page.Pages.read;
import static io.plumbline.report.page.Pages.readable;
import static io.plumbline.report.page.Pages.set;
import static io.plumbline.report.page.Pages.setText;
import static io.plumbline.report.page.Pages.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.Nights;
import io.plumbline.result.Recoveries;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportPageTest {

    private static final Pattern DATA = Pattern.compile("<data value=\"([^\"]*)\">([^<]*)</data>");

    /** Numbers of the run record that are not for people, or only for those who read run.json. */
    private static final Set<String> NOT_ON_THE_PAGE = Set.of(
            "/successRate",
            "/counts/straddling",
            "/counts/unexpected",
            "/counts/foreign",
            "/endToEnd/min/lower",
            "/endToEnd/min/point",
            "/endToEnd/min/upper",
            "/endToEnd/mean/lower",
            "/endToEnd/mean/point",
            "/endToEnd/mean/upper",
            "/endToEnd/max/lower",
            "/endToEnd/max/point",
            "/endToEnd/max/upper",
            "/endToEnd/count",
            // Its sentence is what the page has.
            "/cloud/unequal/records",
            // The attribute beside it is what the page has.
            "/counts/lostAtMost");

    static Stream<RunRecord> runs() {
        return Stream.of(
                Runs.passed(),
                Runs.failed(),
                Runs.unresolved(),
                Runs.nothingSent(),
                Runs.merged(),
                Runs.searched(),
                Runs.searched(Searches.ofManySteps()),
                Runs.searched(Searches.limitedByGenerator()),
                Runs.searched(Searches.nothingPassed()),
                Runs.searched(Searches.cutOff()),
                Runs.recovered(),
                Runs.recovered(Recoveries.notRecovered()),
                Runs.recovered(Recoveries.cutOff()),
                Runs.passed().explained(Nights.before(Runs.passed()), true));
    }

    static Stream<RunRecord> found() {
        return Stream.of(Runs.searched(), Runs.recovered(), Runs.recovered(Recoveries.notRecovered()));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyFigureIsOfTheRunRecord(RunRecord run) throws IOException {
        Set<String> numbers = new HashSet<>();
        collect(Runs.json(run), numbers);

        List<String> shown = values(page(run));

        assertThat(shown).hasSizeGreaterThan(40);
        assertThat(numbers).containsAll(shown);
    }

    /** There is no figure outside of a data element, but for those of the run record's own sentences and names. */
    @ParameterizedTest
    @MethodSource("found")
    void noFigureStandsAlone(RunRecord run) throws IOException {
        String rest = page(run)
                .replaceAll("(?s)<style>.*?</style>", "")
                .replaceAll("(?s)<svg.*?</svg>", "")
                .replaceAll("(?s)<(data|time|code|small|a|dd|ul)[ >].*?</\\1>", "")
                .replaceAll("(?s)<table class=\"settings\".*?</table>", "")
                .replaceAll("<[^>]*>", " ")
                .replace("&#39;", "'")
                .replace("at 95&nbsp;% confidence", "")
                .replace("95th", "");
        for (String own : sentences(run)) {
            // They begin with a capital letter there.
            rest = rest.replace(own.substring(1), "");
        }
        for (String own : List.of(
                run.runId(),
                run.suspicion().why(),
                run.suspicion().next(),
                run.baseline().runId(),
                run.baseline().differs().get(0),
                run.baseline().regressions().get(0).sentence(),
                run.course().puts().shards().get(0).id(),
                run.course().puts().shards().get(1).id())) {
            rest = rest.replace(own, "").replace(Escaped.html(own), "");
        }

        assertThat(rest.replaceAll("\\bp(50|95|99)\\b", "")).doesNotContainPattern("\\d");
    }

    private static List<String> sentences(RunRecord run) {
        CapacityFigures search = run.capacity();
        RecoveryFigures recovery = run.recovery();
        return search != null
                ? List.of(search.sentence(), search.prediction().sentence())
                : List.of(recovery.sentence());
    }

    @Test
    void anotherNumberInTheRunRecordIsAnotherPage() throws IOException {
        RunRecord run = Runs.calling(new Call("Query", Runs.summary(1, 1), 0));
        String page = page(run);
        Set<String> without = new TreeSet<>();
        for (String pointer : numbers(Runs.json(run))) {
            if (pointer.equals("/schemaVersion")) {
                continue;
            }
            JsonNode changed = Runs.json(run);
            change(changed, pointer);
            if (page(read(changed)).equals(page)) {
                without.add(pointer);
            }
        }

        assertThat(without)
                .filteredOn(pointer -> !pointer.matches("/(watched|calls|settings|versions|generator)/.*"))
                .filteredOn(pointer -> !pointer.matches("/(kinesisPut|stages/\\d)/(count|min|mean|max|negative)"))
                .filteredOn(pointer -> !pointer.matches("/clocks/\\d/drift/.*"))
                .filteredOn(pointer -> !pointer.matches("/course/timeline/slices/\\d/(rejected|late|lost|sent).*"))
                .filteredOn(pointer -> !pointer.matches("/course/exemplars/.*/(attempts|put|BigQuery to visible)"))
                // Bounds of a count are the count.
                .filteredOn(pointer -> !pointer.matches("/baseline/figures/1/(before|now)/(lower|upper)"))
                .filteredOn(pointer -> !NOT_ON_THE_PAGE.contains(pointer))
                .isEmpty();
        assertThat(without).as("the test can tell").contains("/successRate");
    }

    @Test
    void eachFigureOfAGeneratorIsOnThePage() throws IOException {
        RunRecord run = Runs.merged();
        String page = page(run);
        assertThat(page)
                .contains("Load generators, one by one", "it was killed")
                .contains("Not known of several generators together: percentiles do not add up.")
                .contains("each generator knows of its own");
        for (String pointer : numbers(Runs.json(run)).stream()
                .filter(name -> name.startsWith("/generators/"))
                .toList()) {
            JsonNode changed = Runs.json(run);
            change(changed, pointer);
            assertThat(page(read(changed))).as(pointer).isNotEqualTo(page);
        }
        assertThat(page(Runs.by(Runs.passed(), 2, 4))).contains("This is the share of generator");
    }

    /** Whatever is not known, there is a page. */
    @Test
    void whatMayBeNullMayBeNull() throws IOException {
        JsonNode json = Runs.json(Runs.calling(new Call("Query", Runs.summary(1, 1), 0)));
        int read = 0;
        List<String> nullable = new ArrayList<>(numbers(json));
        nullable.addAll(List.of(
                "/times/loadEnd",
                "/times/drainEnd",
                "/course",
                "/course/timeline/start",
                "/course/coldStarts",
                "/course/exemplars/slowest/0/reason",
                "/course/exemplars/lost/0/sequenceNumber",
                "/course/exemplars/lost/0/reason",
                "/baseline",
                "/suspicion"));
        for (String pointer : nullable) {
            JsonNode without = json.deepCopy();
            set(without, pointer);
            Optional<RunRecord> run = readable(without);
            if (run.isPresent()) {
                assertThat(page(run.get())).as(pointer).endsWith("</html>\n");
                read++;
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    @Test
    void anOldRunRecordHasAPageToo() throws IOException {
        ObjectNode json = (ObjectNode) Runs.json(Runs.passed());
        json.remove(List.of("course", "baseline", "suspicion"));
        ((ObjectNode) json.get("polling")).remove("cost");

        String page = page(read(json));

        assertThat(page)
                .contains("Not known: this run record has nothing over time.")
                .contains("Not known: this run record has no curves.")
                .contains("Nothing to go by.")
                .contains("There is no earlier run")
                .doesNotContain("svg class=\"chart");
    }

    static Stream<RunRecord> hostile() {
        return Stream.concat(Stream.of(Runs.calling(new Call("Query", Runs.summary(1, 1), 0))), found());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextsAreTextsAndShort(RunRecord polite) throws IOException {
        JsonNode json = Runs.json(polite);
        for (String pointer : texts(json)) {
            setText(json, pointer);
        }
        RunRecord run = read(json);
        String page = page(run);

        assertThat(page).contains("\\u001b[2J&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&#39;&amp;");
        assertThat(page).doesNotContain("<script", "\u001b", "\u202e");
        assertThat(page.length()).isLessThan(400_000);
    }

    @Test
    void theServedPageHasNeitherScriptsNorStylesInIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportPage(Runs.failed()).writeBesideStyles(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("<link rel=\"stylesheet\" href=\"report.css\">")
                .doesNotContain("<style", "style=", "<script", "javascript:", " onload", " onclick");
    }

    private static List<String> values(String page) {
        return DATA.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static void collect(JsonNode json, Set<String> numbers) {
        if (json.isNumber()) {
            numbers.add(json.isIntegralNumber() ? json.asText() : String.valueOf(json.asDouble()));
        }
        json.forEach(child -> collect(child, numbers));
    }
}
