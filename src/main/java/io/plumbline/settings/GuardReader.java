package io.plumbline.settings;

import io.plumbline.settings.GuardSettings.Applies;
import io.plumbline.settings.GuardSettings.Caps;
import io.plumbline.settings.GuardSettings.ForeignTraffic;
import io.plumbline.settings.GuardSettings.Kill;
import io.plumbline.settings.GuardSettings.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings of the guard. */
final class GuardReader {

    private static final String ROOT = "plumbline.guard.";

    /** A whole terabyte is a mistake rather than a load. */
    private static final long MOST_BYTES = 1L << 50;

    private static final int MOST_RATE = 1_000_000;

    private static final String TABLE_NAME = "[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd} .:]{1,1200}";

    private final Reader reader;

    GuardReader(Reader reader) {
        this.reader = reader;
    }

    GuardSettings read() {
        return new GuardSettings(
                reader.required(ROOT + "applies", Kind.oneOf(Applies.class)),
                some(ROOT + "accounts", "\\d{12}", "accounts of AWS, 12 digits each"),
                some(ROOT + "projects", TableText.PROJECT, "ids of projects"),
                reader.required(ROOT + "tag", tag()),
                some(ROOT + "untagged", TABLE_NAME, "names of streams, functions and tables"),
                reader.required(ROOT + "deny", expression()),
                some(ROOT + "denyExcept", TABLE_NAME, "names of streams, functions, tables and projects"),
                some(ROOT + "confirm", "[^/,]+/[^/,]+/[^/,]+", "account/stream/table"),
                reader.required(ROOT + "foreignTraffic", Kind.oneOf(ForeignTraffic.class)),
                reader.required(ROOT + "foreignWindow", Kind.duration()),
                caps(),
                kill());
    }

    private Caps caps() {
        return new Caps(
                reader.required(ROOT + "maxRate", Kind.positive(MOST_RATE)),
                reader.required(ROOT + "maxRecords", Kind.whole(1, Long.MAX_VALUE)),
                reader.required(ROOT + "maxDuration", Kind.duration()),
                reader.required(ROOT + "maxBytes", Kind.bytes(1, MOST_BYTES)));
    }

    private Kill kill() {
        String kill = ROOT + "kill.";
        boolean given = Stream.of("errorRatio", "throttleRatio", "foreignRows")
                .anyMatch(name -> reader.given(kill + name)
                        .filter(value -> !value.isDefault())
                        .isPresent());
        return new Kill(
                toDouble(reader.optional(kill + "errorRatio", Kind.share())),
                toDouble(reader.optional(kill + "throttleRatio", Kind.share())),
                reader.optional(kill + "foreignRows", Kind.whole(0, Long.MAX_VALUE))
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty),
                reader.required(kill + "window", Kind.duration()),
                reader.required(kill + "calls", Kind.integer(1, 1_000_000)),
                given);
    }

    private static OptionalDouble toDouble(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /** Separated by commas. */
    private Set<String> some(String setting, String each, String allowed) {
        String separator = "\\s*,\\s*";
        return reader.optional(
                        setting,
                        Kind.matching(each + "(" + separator + each + ")*", allowed + ", separated by commas")
                                .map(text -> List.of(text.split(separator))))
                .map(list -> list.stream().collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private static Kind<Tag> tag() {
        return Kind.matching("[^=,\\s]{1,128}=[^=,\\s]{1,256}", "name=value")
                .map(text -> new Tag(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1)));
    }

    private static Kind<String> expression() {
        return Kind.matching(".{1,1000}", "a regular expression of Java's, such as prod|live")
                .map(text -> Pattern.compile(text).pattern());
    }
}
