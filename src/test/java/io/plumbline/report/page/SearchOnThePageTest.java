package io.plumbline.report.page;

import static io.plumbline.report.page.Pages.change;
import static io.plumbline.report.page.Pages.numbers;
import static io.plumbline.report.page.Pages.page;
import static io.plumbline.report.page.Pages.read;
import static io.plumbline.report.page.Pages.readable;
import static io.plumbline.report.page.Pages.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plumbline.result.Recoveries;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a search for the capacity and a recovery found, on the page for people. */
class SearchOnThePageTest {

    static Stream<RunRecord> found() {
        return ReportPageTest.found();
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
}
