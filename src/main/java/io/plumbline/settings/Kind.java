package io.plumbline.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a setting's text may be.
 *
 * @param allowed as people are told it
 * @param parser may throw {@link IllegalArgumentException}, {@link ArithmeticException}, {@link DateTimeException} or
 *     {@link ConfigException}
 * @param isSecret whether the text must never be shown
 */
record Kind<T>(String allowed, Function<String, T> parser, boolean isSecret) {

    /** Longer than any test, and far from where arithmetic in nanoseconds ends. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Pattern WITH_UNIT = Pattern.compile("[-+]?[0-9.]+\\s*[a-zA-Z]+");

    Optional<T> parse(String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | ConfigException e) {
            return Optional.empty();
        }
    }

    /** The text as anybody may read it. */
    String shown(String text) {
        if (isSecret) {
            return text.isEmpty() ? "" : Secret.REDACTED;
        }
        boolean number = parse(text).filter(Number.class::isInstance).isPresent();
        return number ? text : Redaction.of(text);
    }

    private static <T> Kind<T> of(String allowed, Function<String, T> parser) {
        return new Kind<>(allowed, parser, false);
    }

    private Kind<T> where(Predicate<T> test) {
        return new Kind<>(
                allowed,
                text -> Optional.of(parser.apply(text)).filter(test).orElseThrow(IllegalArgumentException::new),
                isSecret);
    }

    static Kind<String> matching(String regex, String allowed) {
        return of(allowed, Function.identity()).where(Pattern.compile(regex).asMatchPredicate());
    }

    static Kind<Secret> secret() {
        return new Kind<>("printable characters without blanks", Secret::new, true)
                .where(secret -> secret.value().matches("[!-~]+"));
    }

    static Kind<Integer> integer(int least, int most) {
        return whole(least, most).map(Long::intValue);
    }

    static Kind<Long> whole(long least, long most) {
        String range = most == Long.MAX_VALUE ? "of %,d or more" : "from %,d to %,d";
        return of(String.format(Locale.ROOT, "a whole number " + range, least, most), Long::valueOf)
                .where(value -> value >= least && value <= most);
    }

    /** A number above 0. */
    static Kind<Double> positive(double most) {
        return of(String.format(Locale.ROOT, "a number above 0, at most %,.0f", most), text -> new BigDecimal(text)
                        .doubleValue())
                .where(value -> value > 0 && value <= most);
    }

    /** From 0 to 1. */
    static Kind<Double> share() {
        return of("a share from 0 to 1, or a percentage such as 99 %", Kind::parseShare)
                .where(value -> value >= 0 && value <= 1);
    }

    private static double parseShare(String text) {
        return text.endsWith("%")
                ? new BigDecimal(text.substring(0, text.length() - 1).strip())
                        .movePointLeft(2)
                        .doubleValue()
                : new BigDecimal(text).doubleValue();
    }

    static Kind<Long> bytes(long least, long most) {
        return of(
                        String.format(Locale.ROOT, "%,d to %,d bytes, such as 1000 or 512 KiB", least, most),
                        text -> single(text).getBytes("it"))
                .where(value -> value >= least && value <= most);
    }

    <R> Kind<R> map(Function<T, R> function) {
        return new Kind<>(allowed, parser.andThen(function), isSecret);
    }

    /** At least a millisecond, the finest that the load generator knows. */
    static Kind<Duration> duration() {
        return duration("above 0", Duration.ofMillis(1));
    }

    static Kind<Duration> durationOrZero() {
        return duration("of 0 or more", Duration.ZERO);
    }

    private static Kind<Duration> duration(String words, Duration least) {
        return of(
                        "a duration %s with its unit, such as 500 ms, 30 s or 2 minutes, at most 30 days"
                                .formatted(words),
                        Kind::parseDuration)
                .where(value -> value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0);
    }

    /** A bare number would be milliseconds to the parser, which hardly anybody means. */
    private static Duration parseDuration(String text) {
        if (!WITH_UNIT.matcher(text).matches()) {
            throw new IllegalArgumentException("no unit");
        }
        return single(text).getDuration("it");
    }

    private static Config single(String text) {
        return ConfigFactory.parseMap(Map.of("it", text));
    }

    static Kind<Boolean> bool() {
        return of("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            byName.put(camelCase(constant.name()), constant);
        }
        return of("one of " + String.join(", ", byName.keySet()), text -> byName.entrySet().stream()
                .filter(named -> named.getKey().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text))
                .getValue());
    }

    static Kind<String> among(Set<String> names) {
        return of("one of " + String.join(", ", new TreeSet<>(names)), Function.<String>identity())
                .where(names::contains);
    }

    /** {@code END_TO_END} is {@code endToEnd}. */
    private static String camelCase(String constant) {
        return Pattern.compile("_(.)")
                .matcher(constant.toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /** Any of the names, separated by commas, or {@code none}. */
    static <E extends Enum<E>> Kind<Set<E>> someOf(Class<E> type) {
        Kind<E> each = oneOf(type);
        return of("none, or some of " + each.allowed().substring("one of ".length()) + " with commas between", text -> {
            Set<E> some = EnumSet.noneOf(type);
            if (!text.equals("none")) {
                for (String name : text.split("\\s*,\\s*", -1)) {
                    some.add(each.parse(name).orElseThrow(() -> new IllegalArgumentException(name)));
                }
            }
            return Set.copyOf(some);
        });
    }

    static Kind<Path> path() {
        return of("a path of this file system", Path::of)
                .where(path -> !path.toString().isEmpty());
    }

    /** This, or nothing. */
    Kind<Optional<T>> orNone() {
        return new Kind<>(
                allowed, text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text)), isSecret);
    }

    static Kind<Instant> instant() {
        return of("a moment by ISO 8601 in UTC, such as 2026-12-01T02:00:00Z", Instant::parse);
    }

    static Kind<URI> endpoint() {
        return of(
                        "host:port (up to 65535) or a URL with http or https, without user, password and query",
                        text -> URI.create(text.contains("://") ? text : "http://" + text))
                .where(Kind::isEndpoint);
    }

    private static boolean isEndpoint(URI uri) {
        return uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && uri.getPort() <= 65535
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }
}
