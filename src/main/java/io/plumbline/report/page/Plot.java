package io.plumbline.report.page;

/** The room between the axes. */
record Plot(Svg svg, Scale time, Scale values) {

    double left() {
        return time.from();
    }

    double right() {
        return time.to();
    }

    double top() {
        return values.to();
    }

    double bottom() {
        return values.from();
    }

    /** Over all the time. */
    void level(String style, double value) {
        svg.line("line level " + style, left(), values.of(value), right(), values.of(value));
    }

    /** Over all values. */
    void shade(String style, double from, double to) {
        double x = time.of(from);
        svg.rect("shade " + style, x, top(), Math.max(1, time.of(to) - x), bottom() - top());
    }

    /** A sign that stands on its moment and its value. */
    void sign(String style, double at, double value, String sign) {
        svg.text("sign " + style, time.of(at), Math.max(top() + 4, values.of(value) - 5), sign);
    }
}
