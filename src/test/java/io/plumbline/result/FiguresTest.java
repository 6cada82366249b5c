package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    private final Locale before = Locale.getDefault();

    /** Of a locale with other digits, separators and decimal points. */
    @BeforeEach
    void inAnotherLocale() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    }

    @AfterEach
    void asBefore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 ms",
        "0.04, 0.0 ms",
        "0.4, 0.4 ms",
        "3.25, 3.3 ms",
        "9.97, 10 ms",
        "12.4, 12 ms",
        "640, 640 ms",
        "999.4, 999 ms",
        "999.6, 1.00 s",
        "1840, 1.84 s",
        "5000, 5.00 s",
        "9996, 10.0 s",
        "12345, 12.3 s",
        "99960, 100 s",
        "754321, 754 s"
    })
    void durationsHaveThreeDigits(double millis, String shown) {
        assertThat(Figures.duration(millis)).isEqualTo(shown);
    }

    @Test
    void boundsAreRoundedOutwardInThePointsUnit() {
        assertThat(Figures.duration(new Bounded(1719.9, 1840.0, 1960.1), "lost"))
                .isEqualTo("1.84 s (1.71–1.97)");
        assertThat(Figures.duration(new Bounded(640.0, 1840.0, 12_345.6), "lost"))
                .isEqualTo("1.84 s (0.64–12.35)");
        assertThat(Figures.duration(new Bounded(639.9, 640.2, 640.5), "lost")).isEqualTo("640 ms (639–641)");
    }

    @Test
    void boundsOfRatesAndSharesAreRoundedOutwardToo() {
        assertThat(Figures.rate(new Bounded(1_420.37, 1_500.0, 1_580.01))).isEqualTo("1,500.0 (1,420.3–1,580.1)");
        assertThat(Figures.rate(new Bounded(1.0, 2.0, null))).isEqualTo("2.0 (1.0–∞)");
        assertThat(Figures.rate(Bounded.NOTHING)).isEqualTo("not known");
        assertThat(Figures.share(new Bounded(-1.21, 1.5, 3.31), 50)).isEqualTo("3.0 % (-2.5–6.7)");
        assertThat(Figures.share(new Bounded(1.0, 2.0, 3.0), 0)).isEqualTo("not known");
    }

    @Test
    void boundsThatShowTheSameAreLeftOut() {
        assertThat(Figures.duration(new Bounded(640.0, 640.0, 640.0), "lost")).isEqualTo("640 ms");
    }

    @Test
    void whatFallsAmongTheLostSaysSo() {
        assertThat(Figures.duration(new Bounded(500.0, 600.0, null), "lost")).isEqualTo("600 ms (500–∞)");
        assertThat(Figures.duration(new Bounded(500.0, null, null), "lost")).isEqualTo("lost");
    }

    @ParameterizedTest
    @CsvSource({"1, 100 %", "0.99, 99 %", "0.998, 99.8 %", "0.99999, 99.99 %", "0, 0 %"})
    void aRateIsRoundedDown(double rate, String shown) {
        assertThat(Figures.percent(rate)).isEqualTo(shown);
    }

    @Test
    void k6PrintsARateWithTwoDecimals() {
        assertThat(Figures.percentOfTwoDecimals(0.998)).isEqualTo("99.80%");
        assertThat(Figures.percentOfTwoDecimals(0.999999)).isEqualTo("99.99%");
        assertThat(Figures.percentOfTwoDecimals(1)).isEqualTo("100.00%");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1 kB", "12345678, 12.4 MB", "9223372036854775807, 9.3 EB"})
    void bytesAreRoundedUp(long bytes, String shown) {
        assertThat(Figures.bytes(bytes)).isEqualTo(shown);
    }

    @Test
    void countsHaveSeparators() {
        assertThat(Figures.count(30_000)).isEqualTo("30,000");
        assertThat(Figures.records(1)).isEqualTo("1 record");
        assertThat(Figures.records(1_450)).isEqualTo("1,450 records");
    }

    @Test
    void limitsAreShownWithoutZeros() {
        assertThat(Figures.limit(Unit.MILLISECONDS, 5000)).isEqualTo("5 s");
        assertThat(Figures.limit(Unit.MILLISECONDS, 2500)).isEqualTo("2.5 s");
        assertThat(Figures.limit(Unit.MILLISECONDS, 100_000)).isEqualTo("100 s");
        assertThat(Figures.limit(Unit.RATE, 0.99)).isEqualTo("99 %");
        assertThat(Figures.limit(Unit.RECORDS, 0)).isEqualTo("0");
    }

    @Test
    void aMissedLatencyIsNeverShownAsItsLimit() {
        assertThat(Figures.missed(Unit.MILLISECONDS, 5000.001)).isEqualTo("5.01 s");
        assertThat(Figures.missed(Unit.RECORDS, 20)).isEqualTo("20");
    }

    @Test
    void growthIsInPercentAsLongAsThatSaysSomething() {
        assertThat(Figures.growth(0.2267)).isEqualTo("22.7 %");
        assertThat(Figures.growth(9.9)).isEqualTo("990.0 %");
        assertThat(Figures.growth(93.067)).isEqualTo("94-fold");
        assertThat(Figures.growth(12_345)).isEqualTo("12,346-fold");
    }
}
