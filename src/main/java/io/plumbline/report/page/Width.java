package io.plumbline.report.page;

/**
 * A drawing cannot break its lines as text does, so each is made for two widths, of which the style sheet shows one.
 *
 * @param pixels as wide as the drawing is on the page, so that its letters have the page's size
 */
enum Width {
    WIDE("wide", 556),
    NARROW("narrow", 332);

    final String style;
    final int pixels;

    Width(String style, int pixels) {
        this.style = style;
        this.pixels = pixels;
    }
}
