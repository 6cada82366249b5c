package io.plumbline.report.page;

import java.util.ArrayList;
import java.util.List;

/** Names of what is drawn, above a chart, on as many rows as they need. */
final class Legend {

    private static final int ROW = 18;
    private static final int SAMPLE = 22;
    private static final int GAP = 14;

    /** On the average, of the page's small letters. */
    private static final double LETTER = 6.4;

    /** What a name stands for, drawn before it. */
    private interface Sample {
        void draw(Svg svg, double x, double y);
    }

    private record Placed(String name, Sample sample, double x, double y) {}

    private final List<Placed> placed = new ArrayList<>();
    private final int width;
    private double x;
    private double y = ROW / 2.0;

    Legend(int width) {
        this.width = width;
    }

    /** Of a line. */
    Legend add(String name, String style) {
        return add(name, (svg, x, y) -> svg.line("line " + style, x, y, x + SAMPLE, y));
    }

    /** Of an area. */
    Legend area(String name, String style) {
        return add(name, (svg, x, y) -> svg.rect(style, x, y - 6, SAMPLE, 12));
    }

    /** Of a sign. */
    Legend sign(String name, String style, String sign) {
        return add(name, (svg, x, y) -> svg.text("sign " + style, x + SAMPLE / 2.0, y + 4, sign));
    }

    private Legend add(String name, Sample sample) {
        double extent = SAMPLE + 5 + LETTER * name.length() + GAP;
        if (x > 0 && x + extent > width) {
            x = 0;
            y += ROW;
        }
        placed.add(new Placed(name, sample, x, y));
        x += extent;
        return this;
    }

    double height() {
        return y + ROW / 2.0;
    }

    void draw(Svg svg) {
        for (Placed each : placed) {
            each.sample.draw(svg, each.x, each.y);
            svg.text("legend", each.x + SAMPLE + 5, each.y + 4, each.name);
        }
    }
}
