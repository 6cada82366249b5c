package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.EarlierRuns;
import io.plumbline.result.Nights;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.result.Runs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class JUnitXmlTest {

    /** What build servers rely on. */
    private static final String SCHEMA =
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:complexType name="detail" mixed="true">
                <xs:attribute name="message" type="xs:string" use="required"/>
                <xs:attribute name="type" type="xs:string"/>
              </xs:complexType>
              <xs:element name="testsuite"><xs:complexType><xs:sequence>
                <xs:element name="properties"><xs:complexType><xs:sequence>
                  <xs:element name="property" maxOccurs="unbounded"><xs:complexType>
                    <xs:attribute name="name" use="required"/><xs:attribute name="value" use="required"/>
                  </xs:complexType></xs:element>
                </xs:sequence></xs:complexType></xs:element>
                <xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
                  <xs:choice minOccurs="0">
                    <xs:element name="error" type="detail"/><xs:element name="failure" type="detail"/>
                    <xs:element name="skipped" type="detail"/>
                  </xs:choice>
                  <xs:attribute name="classname" type="xs:string" use="required"/>
                  <xs:attribute name="name" type="xs:string" use="required"/>
                  <xs:attribute name="time" type="xs:decimal" use="required"/>
                </xs:complexType></xs:element>
              </xs:sequence>
              <xs:attribute name="name" type="xs:string" use="required"/>
              <xs:attribute name="tests" type="xs:int" use="required"/>
              <xs:attribute name="errors" type="xs:int" use="required"/>
              <xs:attribute name="failures" type="xs:int" use="required"/>
              <xs:attribute name="skipped" type="xs:int" use="required"/>
              <xs:attribute name="time" type="xs:decimal" use="required"/>
              <xs:attribute name="timestamp" type="xs:dateTime" use="required"/>
              </xs:complexType></xs:element>
            </xs:schema>
            """;

    static Stream<RunRecord> runs() {
        return Stream.of(Runs.passed(), Runs.failed(), Runs.unresolved(), Runs.nothingSent());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isWhatBuildServersRead(RunRecord run) throws Exception {
        byte[] xml = xml(run);

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(new StringReader(SCHEMA)))
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(xml)));

        Element suite = parsed(xml).getDocumentElement();
        for (Map.Entry<String, String> count : Map.of(
                        "tests", "testcase", "errors", "error", "failures", "failure", "skipped", "skipped")
                .entrySet()) {
            assertThat(suite.getAttribute(count.getKey()))
                    .as(count.getKey())
                    .isEqualTo(Integer.toString(
                            suite.getElementsByTagName(count.getValue()).getLength()));
        }
    }

    @Test
    void aRunThatPassedHasNothingFailed() throws Exception {
        Element suite = parsed(xml(Runs.passed())).getDocumentElement();

        assertThat(names(suite))
                .containsExactly(
                        "the measurement is to be trusted",
                        "lost at most 0",
                        "unexpected at most 0",
                        "successRate at least 99 %",
                        "endToEnd.p95 at most 5 s",
                        "no slower than earlier runs: End to end");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-22T22:00:00Z");
        assertThat(suite.getAttribute("time")).isEqualTo("40.000");
    }

    @Test
    void anObjectiveThatIsMissedIsAFailureWithItsFigures() throws Exception {
        Element suite = parsed(xml(Runs.failed())).getDocumentElement();

        assertThat(messages(suite, "failure")).containsExactly("20, limit 0, sure", "98.33 %, limit 99 %, sure");
        assertThat(messages(suite, "error")).isEmpty();
    }

    @Test
    void ofAnInvalidRunNoObjectiveIsJudged() throws Exception {
        Element suite = parsed(xml(Runs.unresolved())).getDocumentElement();

        assertThat(messages(suite, "error")).containsExactly("BigQuery did not answer the last 12 polls");
        assertThat(suite.getElementsByTagName("error").item(0).getTextContent())
                .contains("could not tell whether 400 records arrived");
        assertThat(messages(suite, "skipped"))
                .hasSize(Runs.unresolved().slo().size() + 1)
                .containsOnly("the measurement is not to be trusted");
        assertThat(messages(suite, "failure")).isEmpty();
    }

    @Test
    void whatIsMetAndNotSureFailsOnlyWhereThatIsDemanded() throws Exception {
        SloResult unsure = new SloResult("endToEnd.p95", Unit.MILLISECONDS, 2_000, 1_900.0, Outcome.MET, false);

        assertThat(messages(parsed(xml(judged(unsure, "false"))).getDocumentElement(), "failure"))
                .isEmpty();
        assertThat(messages(parsed(xml(judged(unsure, "true"))).getDocumentElement(), "failure"))
                .containsExactly("1.90 s, limit 2 s, not sure");
    }

    @Test
    void aStageThatIsSlowerFailsOnlyWhereNoRegressionIsDemanded() throws Exception {
        Nights nights = new Nights(2);
        EarlierRuns earlier = new EarlierRuns(Optional.empty(), nights.earlier(12));
        RunRecord slow = nights.tonight("Lambda", 1.6);

        Element named = parsed(xml(slow.explained(earlier, false))).getDocumentElement();
        Element demanded = parsed(xml(Runs.judged(
                        slow.explained(earlier, true),
                        Verdict.FAIL,
                        List.of(),
                        Map.of("plumbline.slo.noRegression", "true"))))
                .getDocumentElement();

        assertThat(messages(named, "failure")).isEmpty();
        assertThat(messages(named, "skipped"))
                .singleElement()
                .asString()
                .matches("Lambda p\\d\\d is .* % above the .*; plumbline.slo.noRegression is not set");
        assertThat(messages(demanded, "failure"))
                .singleElement()
                .asString()
                .matches("Lambda p\\d\\d is .* % above the .*");
        assertThat(names(demanded))
                .contains("no slower than earlier runs: End to end", "no slower than earlier runs: Lambda to BigQuery");
    }

    @Test
    void tooFewEarlierRunsAreNoFailureAndNoSuccess() throws Exception {
        RunRecord alone = Runs.passed().explained(EarlierRuns.NONE, true);
        RunRecord two = Runs.passed()
                .explained(new EarlierRuns(Optional.of(Runs.earlier(Runs.passed(), 1, Map.of())), List.of()), true);

        assertThat(names(parsed(xml(alone)).getDocumentElement())).endsWith("noRegression at most 0");
        assertThat(messages(parsed(xml(alone)).getDocumentElement(), "skipped")).contains("too few earlier runs");
        assertThat(messages(parsed(xml(two)).getDocumentElement(), "skipped"))
                .contains("too few earlier runs tell what chance explains");
    }

    @Test
    void hostileTextsAreTextsAndShort() throws Exception {
        String hostile = "\u0000\u001b[2J<b>]]>&\"'\ud800\u202e" + "z".repeat(200_000);
        RunRecord run = Runs.unresolved().invalid(hostile);

        byte[] xml = xml(run);

        assertThat(xml.length).isLessThan(20_000);
        assertThat(parsed(xml)
                        .getDocumentElement()
                        .getElementsByTagName("error")
                        .item(0)
                        .getTextContent())
                .contains("\\u0000\\u001b[2J<b>]]>&\"'\\ud800\\u202ezzz");
    }

    private static RunRecord judged(SloResult slo, String strict) {
        return Runs.judged(Runs.passed(), Verdict.PASS, List.of(slo), Map.of("plumbline.slo.strict", strict));
    }

    private static byte[] xml(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JUnitXml.write(run, out);
        return out.toByteArray();
    }

    private static Document parsed(byte[] xml) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static List<String> names(Element suite) {
        return attributes(suite, "testcase", "name");
    }

    private static List<String> messages(Element suite, String element) {
        return attributes(suite, element, "message");
    }

    private static List<String> attributes(Element suite, String element, String attribute) {
        List<String> values = new ArrayList<>();
        NodeList found = suite.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) {
            values.add(((Element) found.item(i)).getAttribute(attribute));
        }
        return values;
    }
}
