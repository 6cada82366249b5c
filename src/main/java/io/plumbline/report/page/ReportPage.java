package io.plumbline.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;

/** The page for people, made from the run record and nothing else. */
public final class ReportPage {

    /** How the page names its style sheet, which lies beside it. */
    public static final String STYLE_SHEET = "report.css";

    private static final String RESOURCES = "io/plumbline/report/";

    private static final PebbleTemplate TEMPLATE = new PebbleEngine.Builder()
            .loader(new ClasspathLoader())
            .addEscapingStrategy("page", Escaped::html)
            .defaultEscapingStrategy("page")
            .extension(new PageFilters())
            .strictVariables(true)
            .defaultLocale(Locale.ROOT)
            .build()
            .getTemplate(RESOURCES + "page.html");

    private final RunRecord run;

    public ReportPage(RunRecord run) {
        this.run = run;
    }

    /** With a style sheet of its own: a server may show it under a policy that allows neither scripts nor inline styles. */
    public void writeBesideStyles(OutputStream out) throws IOException {
        write("", out);
    }

    /** As one file that needs no other. */
    public void writeWhole(OutputStream out) throws IOException {
        write(new String(styles(), UTF_8), out);
    }

    /** The style sheet, the same for every run. */
    public static void writeStyles(OutputStream out) throws IOException {
        out.write(styles());
    }

    private void write(String styles, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, UTF_8);
        TEMPLATE.evaluate(
                text, Map.of("run", run, "charts", new Charts(run), "facts", new PageFacts(run), "styles", styles));
        text.flush();
    }

    private static byte[] styles() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream("/" + RESOURCES + STYLE_SHEET)) {
            if (in == null) {
                throw new IOException(STYLE_SHEET + " is missing from the class path");
            }
            return in.readAllBytes();
        }
    }
}
