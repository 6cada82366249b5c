package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;

/** A picture that can be drawn at either width. */
interface Chart {

    Svg drawn(Width width);

    /** At both widths: the style sheet shows one of them. */
    default SafeString svg() {
        StringBuilder both = new StringBuilder();
        for (Width width : Width.values()) {
            both.append(drawn(width).done()).append('\n');
        }
        return new SafeString(both.toString());
    }
}
