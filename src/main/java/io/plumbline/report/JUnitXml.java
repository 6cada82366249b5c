package io.plumbline.report;

import io.plumbline.result.Baseline;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.Baseline.Regression;
import io.plumbline.result.Figures;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}: a case for the measurement, one for each objective and one for each stage beside earlier runs, as
 * build servers read them. Where the
 * measurement is not to be trusted, no objective is judged.
 */
final class JUnitXml {

    /** Longer texts are cut; run.json has them whole. */
    private static final int MOST_CHARACTERS = 2_000;

    private static final String NOT_TRUSTED = "the measurement is not to be trusted";

    private final RunRecord run;
    private final List<Compared> comparisons;
    private final boolean strict;
    private final XMLStreamWriter xml;

    private JUnitXml(RunRecord run, XMLStreamWriter xml) {
        this.run = run;
        this.strict = "true".equals(run.settings().get("plumbline.slo.strict"));
        this.xml = xml;
        this.comparisons = comparisons();
    }

    static void write(RunRecord run, OutputStream out) throws IOException {
        try {
            new JUnitXml(run, XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8")).document();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void document() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        attribute("name", "Plumbline");
        attribute("tests", Integer.toString(1 + run.slo().size() + comparisons.size()));
        attribute("errors", isInvalid() ? "1" : "0");
        attribute("failures", Long.toString(count(Result.FAILED)));
        attribute("skipped", Long.toString(count(Result.SKIPPED)));
        attribute("time", seconds());
        attribute(
                "timestamp", run.times().start().truncatedTo(ChronoUnit.SECONDS).toString());
        properties();
        measurement();
        for (SloResult slo : run.slo()) {
            objective(slo);
        }
        for (Compared compared : comparisons) {
            comparison(compared);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void properties() throws XMLStreamException {
        xml.writeStartElement("properties");
        property("run", run.runId());
        property("target", run.target());
        property("verdict", run.verdict().name());
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void measurement() throws XMLStreamException {
        testCase("the measurement is to be trusted", seconds());
        if (isInvalid()) {
            detail("error", first(run.reasons()), String.join("\n", run.reasons()));
        }
        xml.writeEndElement();
    }

    private void objective(SloResult slo) throws XMLStreamException {
        String bound = slo.unit() == Unit.RATE ? " at least " : " at most ";
        testCase(slo.name() + bound + Figures.limit(slo.unit(), slo.limit()), "0");
        switch (result(slo)) {
            case PASSED -> {}
            case FAILED -> detail("failure", measured(slo), measured(slo));
            case SKIPPED -> {
                xml.writeEmptyElement("skipped");
                attribute("message", isInvalid() ? NOT_TRUSTED : slo.whyNotJudged());
            }
        }
        xml.writeEndElement();
    }

    private enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    private Result result(SloResult slo) {
        if (isInvalid() || slo.result() == Outcome.NOT_JUDGED) {
            return Result.SKIPPED;
        }
        boolean passed = slo.result() == Outcome.MET && (slo.sure() || !strict);
        return passed ? Result.PASSED : Result.FAILED;
    }

    private long count(Result result) {
        return Stream.concat(
                        run.slo().stream().map(this::result),
                        comparisons.stream().map(Compared::result))
                .filter(result::equals)
                .count();
    }

    private static String measured(SloResult slo) {
        String limit = ", limit " + Figures.limit(slo.unit(), slo.limit()) + (slo.sure() ? ", sure" : ", not sure");
        Double value = slo.value();
        return (value == null ? "falls among the lost records" : Figures.measured(slo, value)) + limit;
    }

    /**
     * A stage beside earlier runs.
     *
     * @param message why it is not passed
     */
    private record Compared(String where, Result result, String message) {}

    /** Of a stage that is slower, the case fails only where the run does. */
    private List<Compared> comparisons() {
        Baseline baseline = run.baseline();
        if (baseline == null) {
            return List.of();
        }
        boolean demanded = "true".equals(run.settings().get("plumbline.slo.noRegression"));
        return baseline.figures().stream()
                .filter(figure -> figure.unit() == Unit.MILLISECONDS)
                .map(Figure::where)
                .distinct()
                .map(where -> compared(where, baseline, demanded))
                .toList();
    }

    private Compared compared(String where, Baseline baseline, boolean demanded) {
        Optional<String> slower = baseline.regressions().stream()
                .filter(regression -> regression.where().equals(where))
                .map(Regression::sentence)
                .findFirst();
        if (isInvalid()) {
            return new Compared(where, Result.SKIPPED, NOT_TRUSTED);
        } else if (slower.isPresent()) {
            return demanded
                    ? new Compared(where, Result.FAILED, slower.get())
                    : new Compared(where, Result.SKIPPED, slower.get() + "; plumbline.slo.noRegression is not set");
        }
        return baseline.tells()
                ? new Compared(where, Result.PASSED, "")
                : new Compared(where, Result.SKIPPED, "too few earlier runs tell what chance explains");
    }

    private void comparison(Compared compared) throws XMLStreamException {
        testCase("no slower than earlier runs: " + compared.where(), "0");
        if (compared.result() == Result.FAILED) {
            detail("failure", compared.message(), compared.message());
        } else if (compared.result() == Result.SKIPPED) {
            xml.writeEmptyElement("skipped");
            attribute("message", compared.message());
        }
        xml.writeEndElement();
    }

    private void testCase(String name, String time) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("classname", run.simulation());
        attribute("name", name);
        attribute("time", time);
    }

    private void detail(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", message);
        attribute("type", run.verdict().name());
        xml.writeCharacters(Printable.line(text, MOST_CHARACTERS));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Printable.line(value, MOST_CHARACTERS));
    }

    private boolean isInvalid() {
        return run.verdict() == Verdict.INVALID;
    }

    private static String first(List<String> reasons) {
        return reasons.isEmpty() ? "" : reasons.get(0);
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.3f", run.times().seconds());
    }
}
