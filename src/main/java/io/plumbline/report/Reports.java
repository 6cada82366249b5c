package io.plumbline.report;

import io.plumbline.report.RunFolder.Content;
import io.plumbline.report.page.ReportPage;
import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a run's result files. The run record comes last, so where {@code run.json} is, the others are. What only says in
 * another form what it has, or what its figures were read from, is left out where it cannot be written: it costs the run
 * nothing but itself.
 */
public final class Reports {

    /** What people open; the others lie beside. */
    private static final List<String> OPENED = List.of("report/index.html", "run.json", "records.ndjson.gz");

    private final RunFolder folder;
    private final RunRecord run;
    private final List<Path> files = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Reports(RunFolder folder, RunRecord run) {
        this.folder = folder;
        this.run = run;
    }

    /**
     * @param files that were written, absolute
     * @param toOpen those of them that people open, the first one first; the others are read by programs
     * @param failures what was left out and why, a sentence each
     */
    public record Written(List<Path> files, List<Path> toOpen, List<String> failures) {

        public Written {
            files = List.copyOf(files);
            toOpen = List.copyOf(toOpen);
            failures = List.copyOf(failures);
        }
    }

    /**
     * All of them.
     *
     * @param records those that were written while the run went on; empty: none were wanted
     * @throws IOException if the run record or the records could not be written
     */
    public static Written write(RunFolder folder, RunRecord run, Histograms histograms, Optional<RecordsFile> records)
            throws IOException {
        Reports reports = new Reports(folder, run);
        reports.follow();
        reports.attempt("latencies.hlog", new LatencyLog(run.times(), histograms)::write);
        reports.jenkins(new JenkinsStats(run, histograms.endToEnd().point()));
        if (records.isPresent()) {
            reports.files.add(records.get().complete());
        }
        return reports.withRunRecord();
    }

    /**
     * The run record, and what follows from it alone.
     *
     * @throws IOException if the run record could not be written
     */
    public static Written rewrite(RunFolder folder, RunRecord run) throws IOException {
        Reports reports = new Reports(folder, run);
        reports.follow();
        return reports.withRunRecord();
    }

    /** What follows from the run record alone. */
    public static Written follow(RunFolder folder, RunRecord run) {
        Reports reports = new Reports(folder, run);
        reports.follow();
        return reports.written();
    }

    private void follow() {
        page("report/");
        attempt("report.html", new ReportPage(run)::writeWhole);
        attempt("e2e-summary.json", out -> SummaryJson.write(run, out));
        attempt("junit.xml", out -> JUnitXml.write(run, out));
    }

    /** In a folder of its own, because the plugin copies the whole folder; there it shows the page that it finds. */
    private void jenkins(JenkinsStats stats) {
        String below = "jenkins/" + stats.folder() + "/";
        attempt(below + "js/global_stats.json", stats::write);
        page(below);
    }

    private void page(String below) {
        attempt(below + "index.html", new ReportPage(run)::writeBesideStyles);
        attempt(below + ReportPage.STYLE_SHEET, ReportPage::writeStyles);
    }

    private void attempt(String name, Content content) {
        try {
            files.add(folder.write(name, content));
        } catch (IOException | RuntimeException e) {
            failures.add(folder.file(name) + " could not be written: " + e);
        }
    }

    private Written withRunRecord() throws IOException {
        files.add(folder.write("run.json", out -> RunRecordJson.write(run, out)));
        return written();
    }

    private Written written() {
        List<Path> toOpen =
                OPENED.stream().map(folder::file).filter(files::contains).toList();
        return new Written(files, toOpen, failures);
    }
}
