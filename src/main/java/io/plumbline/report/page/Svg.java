package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A drawing in the making. It has neither styles nor scripts, which a strict Content-Security-Policy forbids: colours come
 * from the page's style sheet, by class.
 */
final class Svg {

    private final StringBuilder xml = new StringBuilder();

    /** @param about what it shows, for those who don't see it */
    Svg(String classes, int width, int height, String title, String about) {
        this(classes, width, height, "", title, about);
    }

    /** One without letters, as wide and as high as its place on the page is. */
    static Svg stretched(String classes, int width, int height, String title, String about) {
        return new Svg(classes, width, height, "preserveAspectRatio=\"none\" ", title, about);
    }

    private Svg(String classes, int width, int height, String attribute, String title, String about) {
        xml.append("<svg class=\"")
                .append(classes)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" ")
                .append(attribute)
                .append("role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>")
                .append(Escaped.html(title))
                .append("</title><desc>")
                .append(Escaped.html(about))
                .append("</desc>");
    }

    Svg rect(String classes, double x, double y, double width, double height) {
        xml.append("<rect class=\"").append(classes).append('"');
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        xml.append("/>");
        return this;
    }

    Svg line(String classes, double x1, double y1, double x2, double y2) {
        xml.append("<line class=\"").append(classes).append('"');
        attribute("x1", x1);
        attribute("y1", y1);
        attribute("x2", x2);
        attribute("y2", y2);
        xml.append("/>");
        return this;
    }

    Svg path(String classes, Path path) {
        if (!path.isEmpty()) {
            xml.append("<path class=\"")
                    .append(classes)
                    .append("\" d=\"")
                    .append(path)
                    .append("\"/>");
        }
        return this;
    }

    Svg text(String classes, double x, double y, String text) {
        xml.append("<text class=\"").append(classes).append('"');
        attribute("x", x);
        attribute("y", y);
        xml.append('>').append(Escaped.html(text)).append("</text>");
        return this;
    }

    SafeString done() {
        return new SafeString(xml + "</svg>");
    }

    private void attribute(String name, double value) {
        xml.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    /** A tenth of a pixel is as fine as anybody sees. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What a pen does. */
    static final class Path {

        private final StringBuilder steps = new StringBuilder();

        Path move(double x, double y) {
            return step('M', x, y);
        }

        Path line(double x, double y) {
            return step('L', x, y);
        }

        Path close() {
            steps.append('Z');
            return this;
        }

        private Path step(char how, double x, double y) {
            steps.append(how).append(number(x)).append(' ').append(number(y));
            return this;
        }

        boolean isEmpty() {
            return steps.isEmpty();
        }

        @Override
        public String toString() {
            return steps.toString();
        }
    }
}
