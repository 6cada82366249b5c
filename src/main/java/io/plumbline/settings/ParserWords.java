package io.plumbline.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.util.List;
import java.util.regex.Pattern;

/** What the parser of settings files says, made fit for people: no path, no secret, and what to do. */
final class ParserWords {

    private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\](?=[^/\\\\]+$)");
    private static final Pattern LOCATION = Pattern.compile(" @ \\S*[^\\s:]");

    /** A variable by its name, or what is long enough to be a secret. */
    private static final Pattern LONG = Pattern.compile("(\\$\\{[A-Za-z_.]+})|[\\w+/=-]{16,}");

    /** What is left of another encoding when it is read as UTF-8. */
    private static final Pattern GARBLED = Pattern.compile("[\\x00\uFFFD]");

    private static final List<Better> BETTER = List.of(
            new Better(
                    "got wrong token: 'newline' .*", "got the end of the line within a quoted text; close its quotes"),
            new Better(" \\(if you intended .*", "; a name or a value with such a sign in it needs double quotes"),
            new Better("a close parentheses '\\)' here, not", "a closing brace }, not"),
            new Better(" Trace: \\[.*", ""),
            new Better("^[\\w.]+Exception: ", ""),
            new Better(
                    "Could not resolve substitution to a value: \\$\\{([A-Za-z_.]+)}$",
                    "nothing sets \\${$1}; set it in the environment, or write \\${?$1} where it may be absent"));

    private ParserWords() {}

    private record Better(Pattern theirs, String ours) {

        Better(String theirs, String ours) {
            this(Pattern.compile(theirs), ours);
        }
    }

    /** @param file its name, for what has no place in it */
    static Problem problem(String file, ConfigException e) {
        String words = String.valueOf(e.getMessage());
        ConfigOrigin origin = e.origin();
        if (isGarbled(words)) {
            return notText(file);
        }
        return origin == null
                ? new Problem.Unreadable(file, fit(words))
                : new Problem.Unreadable(place(origin), fit(words.replace(origin.description() + ": ", "")));
    }

    static boolean isGarbled(String words) {
        return GARBLED.matcher(words).find();
    }

    static Problem notText(String file) {
        return new Problem.Unreadable(file, "it is not text in UTF-8; save it in that encoding");
    }

    /** {@code application.conf: 3}, without the path of the machine. */
    static String place(ConfigOrigin origin) {
        return FOLDERS.matcher(LOCATION.matcher(origin.description()).replaceAll(""))
                .replaceFirst("");
    }

    private static String fit(String words) {
        String open = Redaction.of(LOCATION.matcher(words).replaceAll(""));
        String fit = LONG.matcher(open).replaceAll(found -> found.group(1) == null ? "…" : "\\" + found.group());
        for (Better better : BETTER) {
            fit = better.theirs.matcher(fit).replaceAll(better.ours);
        }
        return fit;
    }
}
