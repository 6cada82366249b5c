package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.List;

/** One bar of several parts, side by side, as wide as its place on the page. Its figures stand beside it as text. */
final class Bars {

    private static final int WIDTH = 1_000;

    /** So narrow a part would not be seen. */
    private static final double NARROWEST = 4;

    private static final int GAP = 2;

    private Bars() {}

    /** @param size what its width stands for; parts of 0 are left out */
    record Part(String style, double size) {}

    /** Parts that make up the whole bar. */
    static SafeString whole(String title, String about, int height, List<Part> parts) {
        List<Part> seen = parts.stream().filter(part -> part.size > 0).toList();
        double all = seen.stream().mapToDouble(Part::size).sum();
        double free = WIDTH - NARROWEST * seen.size() - GAP * Math.max(0, seen.size() - 1);
        Svg svg = Svg.stretched("bar", WIDTH, height, title, about);
        double x = 0;
        for (Part part : seen) {
            double width = NARROWEST + free * part.size / all;
            svg.rect(part.style, x, 0, width, height);
            x += width + GAP;
        }
        return svg.done();
    }

    /**
     * Parts that may end before the bar does.
     *
     * @param most what the bar's whole width stands for
     */
    static SafeString within(String title, String about, int height, double most, List<Part> parts) {
        Svg svg = Svg.stretched("bar", WIDTH, height, title, about);
        svg.rect("rail", 0, height / 2.0 - 0.5, WIDTH, 1);
        double scale = most > 0 ? WIDTH / most : 0;
        double x = 0;
        for (Part part : parts) {
            if (part.size <= 0) {
                continue;
            }
            double width = Math.max(NARROWEST, part.size * scale);
            double from = Math.min(x, WIDTH - NARROWEST);
            svg.rect(part.style, from, 0, Math.min(width, WIDTH - from), height);
            x += part.size * scale;
        }
        return svg.done();
    }
}
