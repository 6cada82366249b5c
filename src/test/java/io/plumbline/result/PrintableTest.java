package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Printable.line("Größe <b>1</b> → ✓ 😀 日本", 100)).isEqualTo("Größe <b>1</b> → ✓ 😀 日本");
    }

    @Test
    void escapesWhatATerminalWouldObeyOrHide() {
        assertThat(Printable.line("\u001b[2J\u009bm\u0007\u202eabc\ud800\u2028\ufeff", 100))
                .isEqualTo("\\u001b[2J\\u009bm\\u0007\\u202eabc\\ud800\\u2028\\ufeff");
    }

    @Test
    void staysOnOneLine() {
        assertThat(Printable.line("a\r\nPASS: b\tc", 100)).isEqualTo("a  PASS: b c");
    }

    @Test
    void shortensWithAnEllipsis() {
        assertThat(Printable.line("123456", 6)).isEqualTo("123456");
        assertThat(Printable.line("1234567", 6)).isEqualTo("12345…");
        assertThat(Printable.line("x".repeat(200_000), 100)).hasSize(100).endsWith("x…");
    }

    @Test
    void breaksAtSpaces() {
        assertThat(Printable.lines("one two three four", 9, 3)).isEqualTo(List.of("one two", "three", "four"));
        assertThat(Printable.lines("one two three four", 9, 2)).isEqualTo(List.of("one two", "three fo…"));
        assertThat(Printable.lines("short", 9, 3)).isEqualTo(List.of("short"));
        assertThat(Printable.lines("1234567890123", 9, 3)).isEqualTo(List.of("123456789", "0123"));
    }

    @Property(tries = 300)
    void neverGoesBeyondItsSpaceNorLetsControlsThrough(
            @ForAll String text, @ForAll @IntRange(min = 10, max = 60) int width) {
        List<String> lines = Printable.lines(text, width, 3);
        assertThat(lines).hasSizeBetween(1, 3);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.length()).isLessThanOrEqualTo(width);
            assertThat(line.codePoints()).noneMatch(Character::isISOControl);
        });
    }
}
