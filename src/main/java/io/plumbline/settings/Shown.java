package io.plumbline.settings;

import java.util.regex.Pattern;

/** Other people's text made fit for a message: short, on one line, without what looks like a secret. */
final class Shown {

    private static final int LONGEST = 80;
    private static final Pattern USER_INFO = Pattern.compile("(^|//)[^/@]*@");

    /** What a URL's query has may be a secret. */
    private static final Pattern QUERY = Pattern.compile("(?<=[?&][\\w.-]{1,40}=)[^&\\s]+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    static String of(String text) {
        String open = USER_INFO.matcher(text).replaceAll("$1" + Secret.REDACTED + "@");
        String shut = QUERY.matcher(Redaction.of(open)).replaceAll(Secret.REDACTED);
        String line = CONTROL.matcher(shut).replaceAll("\uFFFD");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
