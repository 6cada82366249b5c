package local;

import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import local.faults.FaultKind;
import local.faults.FaultRule;
import local.faults.Faults;
import local.faults.Latency;
import local.faults.PartyClock;
import local.lambda.MappingSettings;
import local.shape.Shape;

/** The stand-in's settings: system properties that start with {@code local.}. */
public final class LocalSettings {

    private static final String FAULTS = "local.faults.";
    private static final Pattern TIME = Pattern.compile("([+-]?\\d{1,9}) ?(ms|s)");

    /** The default deadline of an arrival (30 s) and 5 s. */
    private static final long LATE_MILLIS = 35_000;

    private final Map<String, String> properties;
    private final Set<String> read = new TreeSet<>();

    private LocalSettings(Map<String, String> properties) {
        this.properties = properties;
    }

    public static LocalSettings of(Properties all) {
        return new LocalSettings(localOnly(all));
    }

    /** The properties that are the stand-in's. */
    static Map<String, String> localOnly(Properties all) {
        Map<String, String> local = new TreeMap<>();
        for (String name : all.stringPropertyNames()) {
            if (name.startsWith("local.")) {
                local.put(name, all.getProperty(name));
            }
        }
        return local;
    }

    String text(String name, String otherwise) {
        read.add(name);
        return properties.getOrDefault(name, otherwise).trim();
    }

    long number(String name, long otherwise, long min, long max) {
        String text = text(name, Long.toString(otherwise));
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IllegalArgumentException("%s: \"%s\" is not a number from %d to %d".formatted(name, text, min, max));
    }

    boolean onOff(String name, boolean otherwise) {
        String text = text(name, otherwise ? "on" : "off");
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("%s: \"%s\" is neither on nor off".formatted(name, text));
        };
    }

    public Faults faults() {
        long seed = seed();
        Map<FaultKind, FaultRule> rules = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            rules.put(kind, rule(kind, seed * 31 + kind.setting().hashCode()));
        }
        return new Faults(rules, Duration.ofMillis(millis(FAULTS + "late.delay", LATE_MILLIS)));
    }

    private long seed() {
        return number("local.seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A stage's latency; none if it is not set. */
    Latency latency(String stage) {
        return latency(stage, "0ms");
    }

    Latency latency(String stage, String otherwise) {
        String name = "local.latency." + stage;
        try {
            return Latency.parse(text(name, otherwise), seed() * 31 + stage.hashCode());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The clock of {@code aws}, {@code lambda} or {@code gcp}. */
    PartyClock clock(String party, MicroClock trueClock) {
        String name = "local.clock." + party + ".";
        return new PartyClock(
                trueClock, millis(name + "skew", 0) * 1_000, number(name + "drift", 0, -100_000, 100_000));
    }

    /** How late CloudWatch shows what happens. */
    Duration cloudwatchDelay() {
        long millis = millis("local.cloudwatch.delay", 0);
        if (millis < 0) {
            throw new IllegalArgumentException("local.cloudwatch.delay: \"%s\" is before what happens"
                    .formatted(text("local.cloudwatch.delay", "")));
        }
        return Duration.ofMillis(millis);
    }

    MappingSettings mapping() {
        MappingSettings service = MappingSettings.DEFAULT;
        return new MappingSettings(
                (int) number("local.lambda.batchSize", service.batchSize(), 1, 10_000),
                Duration.ofMillis(millis("local.lambda.batchingWindow", 0)),
                (int) number("local.lambda.parallelizationFactor", service.parallelizationFactor(), 1, 10),
                (int) number("local.lambda.maximumAttempts", service.maximumAttempts(), 0, 10_001));
    }

    /** How many rows the function makes of a record, by its log level: {@code DEBUG=0,ERROR=3}; else one. */
    Map<String, Integer> rowsByLevel() {
        Map<String, Integer> rows = new TreeMap<>();
        byLevel("local.lambda.rows", "\\d{1,3}", "DEBUG=0,ERROR=3")
                .forEach((level, number) -> rows.put(level, Integer.valueOf(number)));
        return rows;
    }

    /** Into which table the function writes a record, by its log level: {@code DEBUG=debug_events}; else the usual one. */
    Map<String, String> tablesByLevel() {
        return byLevel("local.lambda.tables", "\\w{1,100}", "DEBUG=debug_events,TRACE=debug_events");
    }

    /** Of the table's column for the trace id. */
    String traceIdType() {
        String type = text("local.table.traceId", "STRING");
        if (!type.equals("STRING") && !type.equals("INT64")) {
            throw new IllegalArgumentException("local.table.traceId: \"" + type + "\" is neither STRING nor INT64");
        }
        return type;
    }

    /** Of the pipeline, if it is not the reference pipeline. */
    Shape shape() {
        String text = text("local.shape", "reference");
        return Stream.of(Shape.values())
                .filter(shape -> shape.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("local.shape: \"%s\" is none of %s"
                        .formatted(
                                text,
                                Stream.of(Shape.values())
                                        .map(shape -> shape.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }

    /** Of stream and function, and the tables' labels. */
    Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        String text = text("local.tags", "loadtest=allowed");
        for (String tag : text.isEmpty() ? new String[0] : text.split("\\s*,\\s*")) {
            if (!tag.matches("[^=]+=[^=]+")) {
                throw new IllegalArgumentException(
                        "local.tags: \"" + text + "\" is not a list such as loadtest=allowed,team=data");
            }
            tags.put(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1));
        }
        return tags;
    }

    private Map<String, String> byLevel(String name, String values, String example) {
        Map<String, String> read = new TreeMap<>();
        String text = text(name, "");
        for (String part : text.isEmpty() ? new String[0] : text.split("\\s*,\\s*")) {
            if (!part.matches("\\w+=" + values)) {
                throw new IllegalArgumentException(
                        "%s: \"%s\" is not a list such as %s".formatted(name, text, example));
            }
            String[] levelAndValue = part.split("=");
            read.put(levelAndValue[0], levelAndValue[1]);
        }
        return read;
    }

    /** A time, possibly negative: {@code 250ms}, {@code -2s}. */
    private long millis(String name, long otherwise) {
        String text = text(name, otherwise + "ms");
        Matcher form = TIME.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("%s: \"%s\" is not a time such as 250ms or 2s".formatted(name, text));
        }
        return Long.parseLong(form.group(1)) * (form.group(2).equals("s") ? 1_000 : 1);
    }

    private FaultRule rule(FaultKind kind, long seed) {
        String name = FAULTS + kind.setting() + ".";
        Set<Long> ordinals = new TreeSet<>(ordinals(name + "ordinals"));
        ordinals.addAll(FaultRule.drawn(seed, (int) number(name + "count", 0, 0, 1_000_000)));
        return new FaultRule(seed, probability(name + "probability"), Set.copyOf(ordinals));
    }

    private double probability(String name) {
        String text = text(name, "0");
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IllegalArgumentException("%s: \"%s\" is not a probability from 0 to 1".formatted(name, text));
    }

    /** Numbers and ranges: {@code 3,17,100-119}. */
    private Set<Long> ordinals(String name) {
        String text = text(name, "");
        Set<Long> ordinals = new TreeSet<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("\\s*,\\s*")) {
            if (!part.matches("[1-9]\\d{0,9}(-[1-9]\\d{0,9})?")) {
                throw new IllegalArgumentException(
                        "%s: \"%s\" is not a list of ordinals such as 3,17,100-119".formatted(name, text));
            }
            String[] ends = part.split("-");
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            if (last < first) {
                throw new IllegalArgumentException("%s: \"%s\" ends before it starts".formatted(name, part));
            }
            LongStream.rangeClosed(first, last).forEach(ordinals::add);
        }
        return ordinals;
    }

    /** Call when all settings have been read. */
    void refuseUnknown() {
        List<String> unknown = new ArrayList<>(properties.keySet());
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("not a setting of the local stand-in: " + String.join(", ", unknown)
                    + "; there are " + String.join(", ", read));
        }
    }
}
