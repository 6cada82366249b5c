package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Conduct;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Generator;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.Runs;
import io.plumbline.result.StageRecorder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleReportTest {

    private static final Path RUN_JSON = Path.of("/results/test-20261122-220000/run.json");

    private static String printed(RunRecord run, Colours colours) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsoleReport.print(run, List.of(RUN_JSON), new PrintStream(out, true, StandardCharsets.UTF_8), colours);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String printed(RunRecord run) {
        return printed(run, Colours.OFF);
    }

    private static String firstLine(RunRecord run) {
        return printed(run).lines().findFirst().orElseThrow();
    }

    private static RunRecord run(Counts counts) {
        return Runs.run(counts, Runs.latencies(counts.expected()), List.of(), Conduct.flawless());
    }

    @Test
    void aPass() {
        assertThat(printed(Runs.passed()))
                .isEqualTo(
                        """
                PASS: 30,000 sent, 0 lost (< 100 per million), p95 1.84 s (1.71–1.97), limit 5 s
                target: local stand-in
                run: test-20261122-220000, SmokeSimulation

                records
                  on time                          30,000
                  intended                         30,000
                  out of order not known: the table has no key column

                times                                     p50                  p95                  p99    off by
                  Send to Kinesis                      4.0 ms               8.0 ms                12 ms   ±3.2 ms
                  Kinesis to Lambda                    500 ms               1.00 s               1.50 s   ±3.2 ms
                  Lambda                               0.4 ms               0.8 ms               1.2 ms   ±0.1 ms
                  Lambda to BigQuery                   640 ms               1.28 s               1.92 s    ±12 ms
                    7 of 30,000 negative, taken as 0: the clocks disagree
                  BigQuery to visible                  0.0 ms               0.0 ms               0.0 ms   ±950 ms
                  End to end               1.21 s (1.10–1.31)   1.84 s (1.71–1.97)   2.10 s (2.00–2.22)
                  End to end from plan     1.21 s (1.10–1.31)   1.84 s (1.71–1.97)   2.10 s (2.00–2.22)
                  Kinesis put                          8.0 ms                16 ms                24 ms

                thresholds
                  ✓ lost                                0   limit 0       sure
                  ✓ unexpected                          0   limit 0       sure
                  ✓ successRate                     100 %   limit 99 %    sure
                  ✓ endToEnd.p95                   1.84 s   limit 5 s     sure

                against test-20261121-220000, PASS
                  ≠ plumbline.load.rate was 40, is 50
                  ▲ End to end p95 is 1.84 s, 22.7 % above the 1.50 s of the 12 earlier runs; chance explains up to
                    9.4 %
                  nothing else is slower than in 12 earlier runs beyond what chance explains: 9.4 % to 9.4 %, by
                  figure

                counted on the way
                  from incoming to rows 25 records fewer: the function or its inserts lost them, or filter them
                  out

                controls noticed: withheld, doubled, altered
                generator: 49.9 of 50.0 records/s, lag p99 3.0 ms, timer late p99 1.2 ms, longest 1.6 ms, 31 % CPU
                polling: 41 queries, 2 failed, 30,000 rows, 12.4 MB billed
                reports:
                  /results/test-20261122-220000/run.json
                """);
    }

    @Test
    void aFailOfLostRecords() {
        assertThat(printed(Runs.failed()))
                .isEqualTo(
                        """
                FAIL: lost 20 records, limit 0
                      success rate is 98.33 %, limit 99 %
                      1,500 sent, 20 lost, p95 1.84 s (1.71–1.97), limit 5 s
                target: local stand-in
                run: test-20261122-220000, SmokeSimulation

                records
                  on time                           1,475
                  late                                  5
                  lost                                 20
                    20 never seen in the table
                  intended                          1,500
                  out of order not known: the table has no key column

                times                                     p50                  p95                  p99    off by
                  Send to Kinesis                      4.0 ms               8.0 ms                12 ms   ±3.2 ms
                  Kinesis to Lambda                    500 ms               1.00 s               1.50 s   ±3.2 ms
                  Lambda                               0.4 ms               0.8 ms               1.2 ms   ±0.1 ms
                  Lambda to BigQuery                   640 ms               1.28 s               1.92 s    ±12 ms
                    7 of 1,480 negative, taken as 0: the clocks disagree
                  BigQuery to visible                  0.0 ms               0.0 ms               0.0 ms   ±950 ms
                  End to end               1.21 s (1.10–1.31)   1.84 s (1.71–1.97)   2.10 s (2.00–2.22)
                  End to end from plan     1.21 s (1.10–1.31)   1.84 s (1.71–1.97)   2.10 s (2.00–2.22)
                  Kinesis put                          8.0 ms                16 ms                24 ms

                thresholds
                  ✗ lost                               20   limit 0       sure
                  ✓ unexpected                          0   limit 0       sure
                  ✗ successRate                   98.33 %   limit 99 %    sure
                  ✓ endToEnd.p95                   1.84 s   limit 5 s     sure

                against test-20261121-220000, PASS
                  ≠ plumbline.load.rate was 40, is 50
                  ▲ End to end p95 is 1.84 s, 22.7 % above the 1.50 s of the 12 earlier runs; chance explains up to
                    9.4 %
                  nothing else is slower than in 12 earlier runs beyond what chance explains: 9.4 % to 9.4 %, by
                  figure

                counted on the way
                  from incoming to rows 25 records fewer: the function or its inserts lost them, or filter them
                  out

                controls noticed: withheld, doubled, altered
                generator: 49.9 of 50.0 records/s, lag p99 3.0 ms, timer late p99 1.2 ms, longest 1.6 ms, 31 % CPU
                polling: 41 queries, 2 failed, 1,480 rows, 12.4 MB billed
                reports:
                  /results/test-20261122-220000/run.json
                """);
    }

    @Test
    void anInvalidRunOfUnresolvedRecords() {
        assertThat(printed(Runs.unresolved()))
                .isEqualTo(
                        """
                INVALID: BigQuery did not answer the last 12 polls
                         could not tell whether 400 records arrived (unresolved)
                         the audit of the table was not complete
                         1,500 sent, 0 lost, p95 not known, limit 5 s
                target: local stand-in
                run: test-20261122-220000, SmokeSimulation

                records
                  on time                           1,100
                  unresolved                          400
                  intended                          1,500
                  straddling the deadline               3

                times                                     p50                  p95                  p99    off by
                  Send to Kinesis                      4.0 ms               8.0 ms                12 ms   ±3.2 ms
                  Kinesis to Lambda                    500 ms               1.00 s               1.50 s   ±3.2 ms
                  Lambda                               0.4 ms               0.8 ms               1.2 ms   ±0.1 ms
                  Lambda to BigQuery                   640 ms               1.28 s               1.92 s    ±12 ms
                    7 of 1,100 negative, taken as 0: the clocks disagree
                  BigQuery to visible                  0.0 ms               0.0 ms               0.0 ms   ±950 ms
                  End to end                  810 ms (0–1510)            not known            not known
                  End to end from plan        810 ms (0–1510)            not known            not known
                  Kinesis put                          8.0 ms                16 ms                24 ms

                thresholds
                  ✓ lost                                0   limit 0       not sure
                  ✓ unexpected                          0   limit 0       sure
                  ✗ successRate                   73.33 %   limit 99 %    not sure
                  ✗ endToEnd.p95                not known   limit 5 s     not sure

                against test-20261121-220000, PASS
                  ≠ plumbline.load.rate was 40, is 50
                  ▲ End to end p95 is 1.84 s, 22.7 % above the 1.50 s of the 12 earlier runs; chance explains up to
                    9.4 %
                  nothing else is slower than in 12 earlier runs beyond what chance explains: 9.4 % to 9.4 %, by
                  figure

                counted on the way
                  from incoming to rows 25 records fewer: the function or its inserts lost them, or filter them
                  out

                controls noticed: withheld, doubled, altered
                generator: 49.9 of 50.0 records/s, lag p99 3.0 ms, timer late p99 1.2 ms, longest 1.6 ms, 31 % CPU
                polling: 41 queries, 2 failed, 1,100 rows, 12.4 MB billed
                reports:
                  /results/test-20261122-220000/run.json
                """);
    }

    @Test
    void aRunThatSentNothing() {
        assertThat(printed(Runs.nothingSent()))
                .isEqualTo(
                        """
                INVALID: nothing was sent
                         0 sent
                target: local stand-in
                run: test-20261122-220000, SmokeSimulation

                records
                  intended                              0
                  out of order not known: the table has no key column

                times                                     p50                  p95                  p99    off by
                  Send to Kinesis                           -                    -                    -
                  End to end                                -                    -                    -
                  Kinesis put                               -                    -                    -

                thresholds
                  - lost                                -   limit 0       nothing to measure
                  ✓ unexpected                          0   limit 0       sure
                  - successRate                         -   limit 99 %    nothing to measure
                  - endToEnd.p95                        -   limit 5 s     nothing to measure

                against test-20261121-220000, PASS
                  ≠ plumbline.load.rate was 40, is 50
                  ▲ End to end p95 is 1.84 s, 22.7 % above the 1.50 s of the 12 earlier runs; chance explains up to
                    9.4 %
                  nothing else is slower than in 12 earlier runs beyond what chance explains: 9.4 % to 9.4 %, by
                  figure

                controls noticed: withheld, doubled, altered
                generator: 49.9 of 50.0 records/s, timer late p99 1.2 ms, longest 1.6 ms, 31 % CPU
                polling: 41 queries, 2 failed, 0 rows, 12.4 MB billed
                reports:
                  /results/test-20261122-220000/run.json
                """);
    }

    @Test
    void onlyTheMarksAndTheVerdictAreColoured() {
        String coloured = printed(Runs.failed(), Colours.ON);
        assertThat(coloured).startsWith("\u001b[31mFAIL\u001b[0m: lost 20 records, limit 0\n");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(printed(Runs.failed()));
    }

    @Test
    void isTheSameInEveryLocale() {
        String here = printed(Runs.passed());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(printed(Runs.passed())).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysHowManyOfAMillionMayGetLostOnlyWhenNoneDid() {
        assertThat(firstLine(run(Runs.counts(1_500, 0, 1_500, 0, 0)))).contains("0 lost (< 2,000 per million), ");
        assertThat(firstLine(run(Runs.counts(10_000_000, 0, 10_000_000, 0, 0)))).contains("0 lost (< 1 per million), ");
        assertThat(firstLine(run(Runs.counts(3, 0, 3, 0, 0)))).contains("0 lost, ");
        assertThat(printed(run(Runs.counts(100_000, 0, 99_999, 0, 1)))).contains("1 lost, ");
    }

    @Test
    void aPercentileAmongTheLostIsCalledLost() {
        EndToEndRecorder recorder = new EndToEndRecorder();
        recorder.arrived(1000, 2000, 3000);
        recorder.lost();
        String printed =
                printed(Runs.run(Runs.counts(2, 0, 1, 0, 1), recorder.latencies(""), List.of(), Conduct.flawless()));
        assertThat(printed)
                .contains("2 sent, 1 lost, p95 lost, limit 5 s\n")
                .contains("  End to end                 2.0 ms (1.0–3.0)                 lost                 lost\n")
                .contains("  ✗ endToEnd.p95                     lost   limit 5 s     sure\n");
    }

    @Test
    void aMissedLatencyIsNotShownAsItsLimit() {
        EndToEndRecorder recorder = new EndToEndRecorder();
        recorder.arrived(5_000_100, 5_000_200, 5_000_300);
        assertThat(printed(Runs.run(Runs.counts(1, 0, 1, 0, 0), recorder.latencies(""), List.of(), Conduct.flawless())))
                .startsWith("FAIL: end-to-end p95 is 5.01 s, limit 5 s\n")
                .contains("  ✗ endToEnd.p95                   5.01 s   limit 5 s     sure\n");
    }

    @Test
    void aPutOnlyRunSpeaksOfNoArrivals() {
        Counts counts = new Counts(500, 0, 0, 0, 0, 0, 0, 0, 500, 0, null, null, null, null, null, null, Map.of());
        String printed = printed(Runs.run(counts, new EndToEndRecorder().latencies(""), List.of(), Conduct.flawless()));
        assertThat(printed).startsWith("PASS: 500 sent\n").contains("  not timed                           500\n");
    }

    @Test
    void countsThatDoNotAddUpAreShownAsSuch() {
        assertThat(printed(run(Runs.counts(12, 0, 10, 0, 0))))
                .startsWith("INVALID: the counts do not add up to the 12 records intended\n")
                .contains("  intended, which the above do not add up to             12\n");
    }

    @Test
    void aStageThatIsNotValidShowsNoFigures() {
        StageRecorder recorder = new StageRecorder();
        recorder.record(-1);
        recorder.record(5000);
        Stage stage = recorder.stage("Kinesis to Lambda", 1000);
        assertThat(printed(Runs.run(Runs.counts(2, 0, 2, 0, 0), Runs.latencies(2), List.of(stage), Conduct.flawless())))
                .contains("  Kinesis to Lambda                 not valid\n"
                        + "    1 of 2 negative, taken as 0: the clocks disagree\n");
    }

    @Test
    void callsHaveTheirTimesAndWhatFailedOfThem() {
        assertThat(printed(Runs.calling(
                        new RunRecord.Call("Insert", Runs.summary(60, 20), 0),
                        new RunRecord.Call("Invoke", Runs.summary(58, 30), 2))))
                .contains(
                        "\n  Insert                                20 ms                40 ms                60 ms\n",
                        "\n  Invoke                                30 ms                60 ms                90 ms\n"
                                + "    2 of 60 failed\n")
                .doesNotContain("Watched ids");
    }

    @Test
    void hostileTextIsEscapedAndShortened() {
        String hostile = "\u001b[2J<script>alert(1)</script>\r\nPASS: \u202e" + "x".repeat(200_000);
        RunRecord good = Runs.unresolved();
        RunRecord run = new RunRecord(
                good.schemaVersion(),
                hostile,
                good.runToken(),
                hostile,
                hostile,
                null,
                good.verdict(),
                Collections.nCopies(500, hostile),
                good.times(),
                Runs.counts(1, 0, 1, 0, 0),
                null,
                good.endToEnd(),
                good.kinesisPut(),
                List.of(new RunRecord.Call(hostile, good.kinesisPut(), 1)),
                List.of(new Stage(hostile, good.kinesisPut(), 0, 0, true)),
                List.of(new RunRecord.Clock(hostile, RunRecord.Bounded.NOTHING, RunRecord.Bounded.NOTHING, false)),
                good.generator(),
                Map.of(hostile, Map.of(hostile, 1L)),
                List.of(new RunRecord.Control(hostile, 2, 2, true, hostile)),
                good.watched(),
                good.polling(),
                good.slo(),
                good.course(),
                good.cloud(),
                good.baseline(),
                good.suspicion(),
                good.capacity(),
                good.recovery(),
                Map.of(),
                Map.of());
        String printed = printed(run);
        assertThat(printed.lines()).hasSizeLessThan(75).allMatch(line -> line.length() <= 100);
        assertThat(printed.replace("\n", "").codePoints())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("PASS"));
        assertThat(printed)
                .contains("INVALID: \\u001b[2J<script>alert(1)</script>")
                .contains("and 490 more reasons, all in run.json\n");
    }

    @Test
    void aGeneratorBeyondItsLimitsAndALawThatDoesNotHoldAreSaid() {
        Generator good = Runs.generator(Runs.latencies(10));
        Generator suspect = new Generator(
                false,
                good.lateness(),
                good.gc(),
                new Generator.Cpu(2, null),
                0,
                null,
                null,
                new StageRecorder().summary(),
                new EndToEndRecorder().latencies("none"),
                new Generator.LittlesLaw(24.0, 20.0, 0.2),
                Map.of());
        assertThat(printed(Runs.run(Runs.counts(10, 0, 10, 0, 0), suspect)))
                .contains("generator NOT VALID: timer late p99 1.2 ms, longest 1.6 ms\n"
                        + "  Little's law: 24.0 in flight, rate times mean latency makes 20.0\n")
                .doesNotContain("from plan");
    }

    @Test
    void staysWithinAHundredColumns() {
        RunRecord big = Runs.run(
                Runs.counts(1_000_000_000, 0, 900_000_000, 99_000_000, 1_000_000),
                Runs.latencies(1_000_000_000),
                Runs.passed().stages(),
                new Conduct(false, false, Optional.of("maxDuration"), List.of("why ".repeat(60))));
        assertThat(printed(big).lines()).allMatch(line -> line.length() <= 100);
    }
}
