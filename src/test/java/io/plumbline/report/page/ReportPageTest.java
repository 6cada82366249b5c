package io.plumbline.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.Nights;
import io.plumbline.result.Recoveries;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.RunRecordJson;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportPageTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern DATA = Pattern.compile("<data value=\"([^\"]*)\">([^<]*)</data>");
    private static final String HOSTILE = "\u001b[2J<script>alert('x')</script>\"'&\r\n\u202e" + "y".repeat(200_000);

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

    @ParameterizedTest
    @MethodSource("found")
    void eachFigureOfASearchAndOfARecoveryIsOnThePage(RunRecord run) throws IOException {
        String page = page(run);
        List<String> pointers = numbers(Runs.json(run)).stream()
                .filter(name -> name.matches("/(capacity|recovery)/.*"))
                .toList();
        assertThat(pointers).hasSizeGreaterThan(10);
        for (String pointer : pointers) {
            JsonNode changed = Runs.json(run);
            change(changed, pointer);
            assertThat(page(read(changed))).as(pointer).isNotEqualTo(page);
        }
    }

    @Test
    void whatASearchFoundIsToldInWordsToo() throws IOException {
        assertThat(page(Runs.searched()))
                .contains("The pipeline sustains between 490.5 and 514.0 records/s; it is limited by the function.")
                .contains("✓ pass", "✗ fail", "? undecided", "✓ twice", "more is in run.json")
                .contains("8 steps, from 200 to 675 records a second: 5 pass, 2 fail, 1 undecided")
                .contains("↑");
        assertThat(page(Runs.searched(Searches.nothingPassed())))
                .contains("Nothing: the search ended before the set-up was known.")
                .doesNotContain("✓ pass", "last pass");
        assertThat(page(Runs.searched(Searches.cutOff())))
                .contains("No step was made.")
                .doesNotContain("Rates tried");
        assertThat(page(Runs.passed())).doesNotContain("Capacity", "Recovery");
    }

    @ParameterizedTest
    @CsvSource({"wide, 15", "narrow, 8"})
    void numbersOfStepsDoNotRunIntoEachOther(String width, int shown) throws IOException {
        String staircase = page(Runs.searched(Searches.ofManySteps())).split("<svg class=\"chart " + width)[1];
        List<Double> places = Pattern.compile("<text class=\"number middle\" x=\"([^\"]*)\"")
                .matcher(staircase.substring(0, staircase.indexOf("</svg>")))
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();

        assertThat(places).hasSizeBetween(shown, 15);
        for (int i = 1; i < places.size(); i++) {
            // Two digits are about 14 wide.
            assertThat(places.get(i) - places.get(i - 1)).isGreaterThan(17);
        }
    }

    @Test
    void whetherTheBacklogCameBackIsToldInWordsToo() throws IOException {
        assertThat(page(Runs.recovered()))
                .contains("back after it was over, at the most", ">back</text>")
                .doesNotContain("not back");
        assertThat(page(Runs.recovered(Recoveries.notRecovered())))
                .contains("✗ not back; left at the end", ">peak</text>")
                .doesNotContain(">back</text>");
        assertThat(page(Runs.recovered(Recoveries.cutOff())))
                .contains("this run record has no backlog over time", "burst from");
    }

    /** A search may go on for hours. */
    @Test
    void aLongBacklogMakesNoLongPage() throws IOException {
        JsonNode json = Runs.json(Runs.searched());
        ArrayNode samples = (ArrayNode) json.at("/capacity/backlog/samples");
        int page = page(read(json)).length();
        for (int i = 0; i < 200_000; i++) {
            samples.add(i % 700);
        }

        assertThat(page(read(json)).length()).isLessThan(page + 50_000);
    }

    @ParameterizedTest
    @MethodSource("found")
    void whatASearchOrARecoveryDoesNotKnowMayBeNull(RunRecord run) throws IOException {
        JsonNode json = Runs.json(run);
        List<String> nullable = new ArrayList<>(numbers(json));
        nullable.addAll(List.of(
                "/capacity/prediction",
                "/capacity/limitedBy",
                "/capacity/steps/3/limitedBy",
                "/capacity/backlog/start",
                "/recovery/from",
                "/recovery/to",
                "/recovery/peakAt",
                "/recovery/backlog/start"));
        int read = 0;
        for (String pointer : nullable) {
            JsonNode without = json.deepCopy();
            if (pointer.matches("/(capacity|recovery)/.*")
                    && !without.at(pointer).isMissingNode()) {
                set(without, pointer);
                Optional<RunRecord> known = readable(without);
                if (known.isPresent()) {
                    assertThat(page(known.get())).as(pointer).endsWith("</html>\n");
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(8);
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

    private static String page(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportPage(run).writeWhole(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> values(String page) {
        return DATA.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static RunRecord read(JsonNode json) throws IOException {
        return RunRecordJson.read(new ByteArrayInputStream(JSON.writeValueAsBytes(json)));
    }

    private static Optional<RunRecord> readable(JsonNode json) {
        try {
            return Optional.of(read(json));
        } catch (IOException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static void collect(JsonNode json, Set<String> numbers) {
        if (json.isNumber()) {
            numbers.add(json.isIntegralNumber() ? json.asText() : String.valueOf(json.asDouble()));
        }
        json.forEach(child -> collect(child, numbers));
    }

    private static List<String> numbers(JsonNode json) {
        return leaves(json).stream()
                .filter(pointer -> json.at(pointer).isNumber())
                .toList();
    }

    private static List<String> texts(JsonNode json) {
        return leaves(json).stream()
                .filter(pointer -> json.at(pointer).isTextual())
                .filter(pointer -> !pointer.matches(
                        ".*/(verdict|start|loadEnd|drainEnd|end|from|to|drained|peakAt|sent|state|unit|result|told"
                                + "|limit|limitedBy|disturbance)"))
                .toList();
    }

    /** Of long lists the first and the last elements will do. */
    private static List<String> leaves(JsonNode json) {
        List<String> leaves = new ArrayList<>();
        leaves("", json, leaves);
        return leaves;
    }

    private static void leaves(String pointer, JsonNode json, List<String> leaves) {
        if (json.isObject()) {
            json.properties().forEach(field -> leaves(pointer + "/" + field.getKey(), field.getValue(), leaves));
        } else if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                if (i == 31 || i < 3) {
                    leaves(pointer + "/" + i, json.get(i), leaves);
                }
            }
        } else {
            leaves.add(pointer);
        }
    }

    private static void change(JsonNode json, String pointer) {
        JsonNode old = json.at(pointer);
        JsonNode changed = old.isIntegralNumber()
                ? JSON.getNodeFactory().numberNode(old.asLong() * 3 + 17)
                : JSON.getNodeFactory().numberNode(old.asDouble() * 3 + 0.17);
        put(json, pointer, changed);
    }

    private static void set(JsonNode json, String pointer) {
        put(json, pointer, JSON.getNodeFactory().nullNode());
    }

    private static void setText(JsonNode json, String pointer) {
        put(json, pointer, JSON.getNodeFactory().textNode(HOSTILE));
    }

    private static void put(JsonNode json, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.set(pointer.substring(last + 1), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(pointer.substring(last + 1)), value);
        } else {
            throw new UncheckedIOException(new IOException("nothing at " + pointer));
        }
    }
}
