package io.plumbline.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text that others chose (names, reasons, ids), made safe for a terminal: no control or invisible characters, no end. */
public final class Printable {

    private Printable() {}

    /** On one line of at the most {@code width} characters; what is cut off is shown by an ellipsis. */
    public static String line(String text, int width) {
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String next = escaped(text.codePointAt(at));
            if (line.length() + next.length() > width) {
                line.setLength(Math.min(line.length(), width - 1));
                return line.append('…').toString();
            }
            line.append(next);
        }
        return line.toString();
    }

    /** On lines of at the most {@code width} characters, broken at spaces; cut off after {@code maxLines}. */
    public static List<String> lines(String text, int width, int maxLines) {
        List<String> lines = new ArrayList<>();
        String rest = line(text, width * maxLines);
        while (rest.length() > width && lines.size() < maxLines - 1) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(line(rest, width));
        return lines;
    }

    private static String escaped(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? " " : hex(codePoint);
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> hex(codePoint);
            default -> Character.toString(codePoint);
        };
    }

    private static String hex(int codePoint) {
        return String.format(Locale.ROOT, "\\u%04x", codePoint);
    }
}
