package io.plumbline.report;

import io.plumbline.report.page.ReportPage;
import io.plumbline.result.Histograms;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes all of a run's result files. */
public final class Reports {

    private Reports() {}

    /**
     * The run record last: where {@code run.json} is, the others are.
     *
     * @param records those that were written while the run went on; empty: none were wanted
     * @return what was written, absolute
     */
    public static List<Path> write(
            RunFolder folder, RunRecord run, Histograms histograms, Optional<RecordsFile> records) throws IOException {
        List<Path> beside = new ArrayList<>();
        if (records.isPresent()) {
            beside.add(records.get().complete());
        }
        beside.add(0, jenkins(folder, run, histograms));
        beside.add(0, folder.write("latencies.hlog", new LatencyLog(run.times(), histograms)::write));
        List<Path> written = new ArrayList<>(rewrite(folder, run));
        written.addAll(beside);
        return written;
    }

    /** In a folder of its own, because the plugin copies the whole folder; there it shows the page that it finds. */
    private static Path jenkins(RunFolder folder, RunRecord run, Histograms histograms) throws IOException {
        JenkinsStats stats = new JenkinsStats(run, histograms.endToEnd().point());
        String below = "jenkins/" + stats.folder() + "/";
        writePage(folder, below, run);
        return folder.write(below + "js/global_stats.json", stats::write);
    }

    /**
     * The run record, and what follows from it alone.
     *
     * @return what was written, absolute
     */
    public static List<Path> rewrite(RunFolder folder, RunRecord run) throws IOException {
        List<Path> written = new ArrayList<>(follow(folder, run));
        written.add(0, folder.write("run.json", out -> RunRecordJson.write(run, out)));
        return written;
    }

    /**
     * What follows from the run record alone.
     *
     * @return what was written, absolute
     */
    public static List<Path> follow(RunFolder folder, RunRecord run) throws IOException {
        List<Path> written = new ArrayList<>(page(folder, run));
        written.add(0, folder.write("e2e-summary.json", out -> SummaryJson.write(run, out)));
        written.add(folder.write("junit.xml", out -> JUnitXml.write(run, out)));
        return written;
    }

    /** The one to be looked at first, first. */
    private static List<Path> page(RunFolder folder, RunRecord run) throws IOException {
        return List.of(writePage(folder, "report/", run), folder.write("report.html", new ReportPage(run)::writeWhole));
    }

    private static Path writePage(RunFolder folder, String below, RunRecord run) throws IOException {
        folder.write(below + ReportPage.STYLE_SHEET, ReportPage::writeStyles);
        return folder.write(below + "index.html", new ReportPage(run)::writeBesideStyles);
    }
}
