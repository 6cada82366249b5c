package io.plumbline.settings;

import java.util.regex.Pattern;

/** Other people's text made fit for a message: short, on one line, without the password of a URL. */
final class Shown {

    private static final int LONGEST = 80;
    private static final Pattern USER_INFO = Pattern.compile("(^|//)[^/@]*@");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    static String of(String text) {
        String open = USER_INFO.matcher(text).replaceAll("$1" + Secret.REDACTED + "@");
        String line = CONTROL.matcher(open).replaceAll("\uFFFD");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
