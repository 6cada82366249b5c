package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gatling's own HTML, read by the tables in its pages. */
record GatlingReport(Path index) {

    private static final List<String> ROWS = List.of(
            Stage.KINESIS_PUT,
            "Send to Kinesis",
            "Kinesis to Lambda",
            "Lambda",
            "Lambda to BigQuery",
            "BigQuery to visible",
            Stage.END_TO_END);

    /** The report that Gatling said it wrote. */
    static GatlingReport namedIn(String console) {
        Matcher named = Pattern.compile("please open the following file: (file:\\S+index\\.html)")
                .matcher(console);
        assertThat(named.find()).as(console).isTrue();
        return new GatlingReport(Path.of(URI.create(named.group(1))));
    }

    /** Each stage, the put, the end to end and their group stand in the report this often, none failed. */
    void assertRows(String group, int count) {
        String page = page();
        assertThat(total(page, group)).as(group).isEqualTo(count);
        for (String row : ROWS) {
            assertThat(total(page, row)).as(row).isEqualTo(count);
        }
    }

    private String page() {
        try {
            return Files.readString(index, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first number after the row's name: how often it was logged. */
    private static int total(String page, String row) {
        Matcher cell = Pattern.compile(
                        ">" + Pattern.quote(row) + "</span>.*?<td class=\"value total col-2\">(\\d+)</td>",
                        Pattern.DOTALL)
                .matcher(page);
        assertThat(cell.find())
                .as("row " + row + " in " + page.length() + " characters")
                .isTrue();
        return Integer.parseInt(cell.group(1));
    }
}
