package io.plumbline.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes secrets unreadable in texts that others wrote: services, the environment, settings. Whatever of these reaches the
 * console, a log or a file has gone through here. Secrets are known by their shapes, and where they have none because they
 * are those of this process. Of the ids of AWS accounts the last four digits stay, to tell them apart.
 */
public final class Redaction {

    /** A shorter one would be found in the midst of words. */
    private static final int SHORTEST = 12;

    /** In characters. */
    private static final int LONGEST = 1_000;

    /** What leads to a secret is the first group. Most characters begin none: that is what keeps it quick. */
    private static final Pattern SHAPES = Pattern.compile("(?=[-AIFGye1xXB])(?:"
            + String.join(
                    "|",
                    // Private keys, also inside JSON, also cut off.
                    "-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)",
                    // AWS: ids of keys; session tokens, by how they begin and where a refused signature quotes them.
                    "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}",
                    "\\b(?:IQoJ|FwoG|FQoG)[\\w+/=%-]{16,}",
                    "((?i:x-amz-security-token)[:=])[^\\s&]+",
                    // Google: access and refresh tokens, API keys, secrets of OAuth clients.
                    "\\bya29\\.[\\w./+=-]+",
                    "\\b1//0[\\w-]{20,}",
                    "\\bAIza[\\w-]{35,}",
                    "\\bGOCSPX-[\\w-]+",
                    // JSON Web Tokens, and what else an Authorization header bears.
                    "\\beyJ[\\w-]{6,}\\.[\\w-]{6,}(?:\\.[\\w-]*)?",
                    "\\bBearer [\\w.~+/-]{20,}=*")
            + ")");

    /** Ids of shards and the last group of a UUID are as long. The digits come first, for they are rare. */
    private static final Pattern ACCOUNT =
            Pattern.compile("(?=\\d{12})(?<!shardId-|[0-9a-fA-F]{4}-|[\\w.])\\d{8}(\\d{4})(?!\\d|\\.\\d)");

    private static final Pattern NAMED_ACCOUNT =
            Pattern.compile("(arn:aws[\\w-]*:[\\w-]*:[\\w-]*:|(?i:account)(?i: id)?\\W{1,3})\\d{8}(\\d{4})(?!\\d)");

    /** Where this process is given secrets, whether anything of it uses them or not. */
    private static final Set<String> VARIABLES =
            Set.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GCP_ACCESS_TOKEN");

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    /** One may be the beginning of another. */
    private static volatile List<String> knownLongestFirst = List.of();

    static {
        knowThoseOf(System.getenv());
    }

    private Redaction() {}

    /** From now on no text shows it. */
    public static void know(String secret) {
        if (secret.length() >= SHORTEST && KNOWN.add(secret)) {
            synchronized (KNOWN) {
                knownLongestFirst = KNOWN.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
            }
        }
    }

    static void knowThoseOf(Map<String, String> environment) {
        VARIABLES.stream()
                .flatMap(name -> Stream.ofNullable(environment.get(name)))
                .forEach(secret -> know(secret.strip()));
    }

    /** For a text in which a number of twelve digits that stands alone is an account's id. */
    public static String of(String text) {
        return ACCOUNT.matcher(withoutSecrets(text)).replaceAll("…$1");
    }

    /** For a text in which such a number may be one of bytes; what is called an account's id, or is in an ARN, is one. */
    public static String keepingNumbers(String text) {
        return NAMED_ACCOUNT.matcher(withoutSecrets(text)).replaceAll("$1…$2");
    }

    /** Services say in a few lines what is wrong; what is far longer is cut, so that it fits into a file many times. */
    public static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Shapes first: they end where a secret does, of which one that is known may only be the beginning. */
    private static String withoutSecrets(String text) {
        String without = SHAPES.matcher(text).replaceAll("$1" + Secret.REDACTED);
        for (String secret : knownLongestFirst) {
            without = without.replace(secret, Secret.REDACTED);
        }
        return without;
    }
}
