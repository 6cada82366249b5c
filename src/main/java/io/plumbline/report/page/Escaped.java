package io.plumbline.report.page;

import io.plumbline.result.Printable;

/** Texts that others chose, made safe for a page: bounded, without control or invisible characters, and no markup. */
final class Escaped {

    /** Longer texts are cut: nobody reads them on a page, and run.json has them whole. */
    private static final int MOST_CHARACTERS = 500;

    private Escaped() {}

    static String html(String text) {
        StringBuilder html = new StringBuilder(text.length());
        for (char c : Printable.line(text, MOST_CHARACTERS).toCharArray()) {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }
}
