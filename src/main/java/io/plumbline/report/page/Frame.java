package io.plumbline.report.page;

import java.util.function.DoubleFunction;

/**
 * What is around values over time: the axes, and above them the names of what is drawn.
 *
 * @param about what it shows, for those who don't see it
 * @param seconds how much time there is
 * @param largest of the values
 * @param labels of the values' axis
 * @param height of what is between the axes
 */
record Frame(String title, String about, double seconds, double largest, DoubleFunction<String> labels, int height) {

    private static final int LEFT = 52;
    private static final int RIGHT = 18;
    private static final int ABOVE = 8;
    private static final int BELOW = 20;

    /** About as much of the height as lies between two lines of the grid. */
    private static final double GRID = 30;

    /** With nothing in it yet. */
    Plot plot(Width width, Legend legend) {
        double top = legend.height() + ABOVE;
        double bottom = top + height;
        Svg svg = new Svg("chart " + width.style, width.pixels, (int) bottom + BELOW, title, about);
        legend.draw(svg);

        int ticks = (int) Math.round(height / GRID);
        Scale values = Scale.upTo(largest, bottom, top, ticks);
        for (double tick : values.ticks(ticks)) {
            svg.line("grid", LEFT, values.of(tick), width.pixels - RIGHT, values.of(tick));
            svg.text("tick end", LEFT - 6, values.of(tick) + 4, labels.apply(tick));
        }
        Scale time = new Scale(seconds, LEFT, width.pixels - RIGHT);
        for (double tick : Clock.ticks(seconds, width == Width.WIDE ? 8 : 5)) {
            svg.text("tick middle", time.of(tick), bottom + 17, Clock.shown(tick));
        }
        return new Plot(svg, time, values);
    }
}
