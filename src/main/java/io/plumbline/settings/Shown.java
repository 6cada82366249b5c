package io.plumbline.settings;

import java.util.regex.Pattern;

/** Other people's text made fit for a message: short, on one line, without what looks like a secret. */
final class Shown {

    private static final int LONGEST = 80;
    private static final Pattern USER_INFO = Pattern.compile("(^|//)[^/@]*@");

    /** Tokens and keys by how they begin, and what a URL's query has. */
    private static final Pattern SECRET = Pattern.compile("(?:AKIA|ASIA)[A-Z0-9]{12,}|ya29\\.[\\w./+=-]+|-----BEGIN .*"
            + "|eyJ[\\w-]{8,}\\.[\\w.-]+|(?<=[?&][\\w.-]{1,40}=)[^&\\s]+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    static String of(String text) {
        String open = USER_INFO.matcher(text).replaceAll("$1" + Secret.REDACTED + "@");
        String shut = SECRET.matcher(open).replaceAll(Secret.REDACTED);
        String line = CONTROL.matcher(shut).replaceAll("\uFFFD");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
