package io.plumbline.report.page;

import java.util.ArrayList;
import java.util.List;

/** Names of lines above a chart, on as many rows as they need. */
final class Legend {

    private static final int ROW = 18;
    private static final int SAMPLE = 22;
    private static final int GAP = 14;

    /** On the average, of the page's small letters. */
    private static final double LETTER = 6.4;

    private record Placed(String name, String style, double x, double y) {}

    private final List<Placed> placed = new ArrayList<>();
    private final int width;
    private double x;
    private double y = ROW / 2.0;

    Legend(int width) {
        this.width = width;
    }

    Legend add(String name, String style) {
        double extent = SAMPLE + 5 + LETTER * name.length() + GAP;
        if (x > 0 && x + extent > width) {
            x = 0;
            y += ROW;
        }
        placed.add(new Placed(name, style, x, y));
        x += extent;
        return this;
    }

    double height() {
        return y + ROW / 2.0;
    }

    void draw(Svg svg) {
        for (Placed each : placed) {
            svg.line("line " + each.style, each.x, each.y, each.x + SAMPLE, each.y);
            svg.text("legend", each.x + SAMPLE + 5, each.y + 4, each.name);
        }
    }
}
