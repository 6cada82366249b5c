package io.plumbline.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.report.page.Chromium.Box;
import io.plumbline.result.RunRecordJson;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a real browser, as Jenkins serves it and as a file. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class PageInChromiumTest {

    /** Jenkins' default for what it archives. */
    private static final String POLICY =
            "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

    private static final Path PICTURES = Path.of("target/pictures");

    private Path results;
    private Chromium browser;
    private HttpServer server;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        browser = new Chromium(folder.resolve("profile"));
        results = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = results.resolve(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders()
                    .set("Content-Type", file.toString().endsWith(".css") ? "text/css" : "text/html; charset=utf-8");
            byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        Reports.rewrite(RunFolder.create(folder, "passed"), Runs.passed());
        Reports.rewrite(RunFolder.create(folder, "failed"), Runs.failed());
        Reports.rewrite(RunFolder.create(folder, "invalid"), Runs.unresolved());
        Reports.rewrite(RunFolder.create(folder, "searched"), Runs.searched());
        Reports.rewrite(RunFolder.create(folder, "many-steps"), Runs.searched(Searches.ofManySteps()));
        Reports.rewrite(RunFolder.create(folder, "recovered"), Runs.recovered());
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    void close() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "passed, 1280, false, 7",
        "passed, 1280, true, 7",
        "passed, 390, false, 7",
        "passed, 390, true, 7",
        "failed, 1280, false, 7",
        "invalid, 390, true, 7",
        "searched, 390, true, 10",
        "many-steps, 1280, true, 10",
        "many-steps, 390, false, 10",
        "recovered, 1280, false, 8",
        "recovered, 390, true, 8"
    })
    void everyChartIsSeenWhereNothingButStylesMayLoad(String run, int width, boolean dark, int charts)
            throws Exception {
        browser.open(served(run + "/report/index.html"), width, dark);

        assertThat(browser.extent()[0]).as("no sideways scrolling").isLessThanOrEqualTo(width);
        ImageIO.write(
                browser.picture(),
                "png",
                PICTURES.resolve(name(run, width, dark)).toFile());
        assertChartsAreSeen(width, charts);
        assertThat(browser.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1280, true", "390, false"})
    void everyChartIsSeenInTheFile(int width, boolean dark) throws Exception {
        browser.open(results.resolve("passed/report.html").toUri(), width, dark);

        assertThat(browser.extent()[0]).isLessThanOrEqualTo(width);
        assertChartsAreSeen(width, 7);
        assertThat(browser.errors()).isEmpty();
    }

    /** What a search found is what people came for. */
    @Test
    void aSearchStandsRightAfterTheVerdict() throws Exception {
        browser.open(served("searched/report/index.html"), 1280, false);

        assertThat(browser.spoken("heading")).startsWith("PASS", "Capacity", "Predicted", "What became of the records");
        assertThat(browser.spoken("image"))
                .contains("Rates tried, in records a second", "Backlog in records", "End to end p95 of each step");
        assertThat(browser.boxes(".sought svg.chart"))
                .as("its pictures on the first screen")
                .hasSize(3)
                .allMatch(box -> box.y() + box.height() <= 800);
    }

    @Test
    void whatPeopleAskForFirstIsSeenWithoutScrolling() throws Exception {
        for (String run : List.of("passed", "failed", "invalid")) {
            browser.open(served(run + "/report/index.html"), 1280, false);

            assertThat(browser.boxes("section")).as(run).hasSize(5).allMatch(box -> box.y() + box.height() <= 800);
        }
    }

    /** With {@code -Dreport.picture=write} it takes the README's picture. */
    @Test
    void theExampleIsSeenWithoutScrolling() throws Exception {
        Reports.rewrite(RunFolder.create(results, "example"), RunRecordJson.read(Path.of("docs/example")));

        browser.open(served("example/report/index.html"), 1280, false);

        assertThat(browser.boxes("section")).hasSize(5).allMatch(box -> box.y() + box.height() <= 800);
        if ("write".equals(System.getProperty("report.picture"))) {
            BufferedImage screen = browser.picture().getSubimage(0, 0, 1280, 800);
            ImageIO.write(screen, "png", Path.of("docs/example/report.png").toFile());
        }
    }

    @Test
    void darkIsDarkAndLightIsLight() throws Exception {
        browser.open(served("passed/report/index.html"), 1280, false);
        assertThat(brightness(browser.picture())).isGreaterThan(200);
        browser.media("screen", true);
        assertThat(brightness(browser.picture())).isLessThan(60);
    }

    @Test
    void itCanBeHeardAndUsedByTheKeyboard() throws Exception {
        browser.open(served("failed/report/index.html"), 1280, false);
        List<String> focusable = browser.focusable();
        browser.unfold();

        assertThat(browser.spoken("image"))
                .hasSizeGreaterThan(12)
                .allSatisfy(name -> assertThat(name).isNotBlank())
                .contains("What became of the records", "Records a second", "Backlog in records");
        assertThat(browser.spoken("heading")).startsWith("FAIL", "What became of the records");
        assertThat(browser.spoken("DisclosureTriangle"))
                .contains("Objectives", "Latency over time", "Facts of the run");
        assertThat(focusable.stream().filter("DisclosureTriangle"::equals))
                .hasSize(browser.spoken("DisclosureTriangle").size());
    }

    @Test
    void allIsUnfoldedOnPaper() throws Exception {
        browser.open(served("passed/report/index.html"), 1280, false);
        int folded = browser.extent()[1];

        browser.media("print", false);

        assertThat(browser.extent()[1]).isGreaterThan(2 * folded);
        BufferedImage paper = browser.picture();
        assertThat(browser.boxes("details svg.chart")).hasSize(5).allSatisfy(box -> assertThat(colours(paper, box))
                .isGreaterThan(8));
    }

    /** Or else a page of blank charts and forbidden styles would pass. */
    @Test
    void theTestNoticesWhatItLooksFor() throws Exception {
        Path page = results.resolve("passed/report/index.html");
        String blank = Files.readString(page)
                .replaceAll("(<svg class=\"chart wide\"[^>]*>).*?</svg>", "$1</svg>")
                .replace("<main>", "<main style=\"color: red\">");
        Files.writeString(results.resolve("passed/report/blank.html"), blank);

        browser.open(served("passed/report/blank.html"), 1280, false);
        BufferedImage picture = browser.picture();

        assertThat(browser.boxes("section svg.chart")).hasSize(2).noneMatch(box -> colours(picture, box) > 1);
        assertThat(browser.errors()).hasSize(1).allMatch(error -> error.contains("Content Security Policy"));
    }

    private void assertChartsAreSeen(int width, int charts) throws IOException {
        browser.unfold();
        BufferedImage picture = browser.picture();
        assertThat(browser.boxes("svg.chart")).hasSize(charts).allSatisfy(box -> {
            assertThat(box.width()).isBetween(width == 1280 ? 500 : 300, 720);
            // Of lines, letters and the grid.
            assertThat(colours(picture, box)).isGreaterThan(8);
        });
        assertThat(browser.boxes("svg.bar")).hasSize(11).allSatisfy(box -> assertThat(colours(picture, box))
                .isGreaterThan(0));
    }

    /** How many colours beside that of its corner there are. */
    private static int colours(BufferedImage picture, Box box) {
        Set<Integer> colours = new HashSet<>();
        for (int x = box.x(); x < Math.min(picture.getWidth(), box.x() + box.width()); x++) {
            for (int y = box.y(); y < Math.min(picture.getHeight(), box.y() + box.height()); y++) {
                colours.add(picture.getRGB(x, y));
            }
        }
        colours.remove(picture.getRGB(box.x() - 3, box.y()));
        return colours.size();
    }

    private static double brightness(BufferedImage picture) {
        long sum = 0;
        int corner = picture.getRGB(5, picture.getHeight() - 5);
        for (int shift : new int[] {0, 8, 16}) {
            sum += corner >> shift & 0xff;
        }
        return sum / 3.0;
    }

    private URI served(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }

    private static String name(String run, int width, boolean dark) {
        return run + "-" + width + (dark ? "-dark" : "") + ".png";
    }
}
