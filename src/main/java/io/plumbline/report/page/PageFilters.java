package io.plumbline.report.page;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.plumbline.result.Figures;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Show the run record's values as people read them, each as a {@code <data>} element with the value that the run record
 * has. Of one that is null they say so.
 */
final class PageFilters extends AbstractExtension {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public Map<String, Filter> getFilters() {
        return Map.ofEntries(
                entry("count", value(Long.class, Figures::count)),
                entry("bytes", value(Long.class, Figures::bytes)),
                entry("millis", value(Double.class, Figures::duration)),
                entry("percent", value(Double.class, Figures::percent)),
                entry("perMillion", value(Double.class, Figures::perMillion)),
                entry("records", value(Double.class, records -> Figures.count(Math.round(records)))),
                entry("seconds", value(Double.class, seconds -> Figures.duration(1_000 * seconds))),
                entry("rate", value(Double.class, Figures::rate)),
                entry("dollars", value(Double.class, Figures::dollars)),
                entry("growth", value(Double.class, Figures::growth)),
                entry("change", value(Double.class, Figures::change)),
                entry("number", value(Number.class, String::valueOf)),
                entry("moment", new Shown(List.of(), (input, arguments) -> moment(input))),
                entry(
                        "bounded",
                        new Shown(
                                List.of("beyond"),
                                (input, arguments) ->
                                        bounded((Bounded) input, String.valueOf(arguments.get("beyond"))))),
                entry("rates", new Shown(List.of(), (input, arguments) -> rates((Bounded) requireNonNull(input)))),
                entry("duration", new Shown(List.of(), (input, arguments) -> duration((Double) requireNonNull(input)))),
                entry(
                        "share",
                        new Shown(
                                List.of("of"),
                                (input, arguments) -> share((Bounded) requireNonNull(input), (Double)
                                        requireNonNull(arguments.get("of"))))),
                entry(
                        "in",
                        new Shown(
                                List.of("unit"),
                                (input, arguments) ->
                                        in((Bounded) input, (Unit) requireNonNull(arguments.get("unit"))))));
    }

    private record Shown(List<String> names, BiFunction<@Nullable Object, Map<String, Object>, SafeString> shows)
            implements Filter {

        @Override
        public List<String> getArgumentNames() {
            return names;
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> arguments,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            return shows.apply(input, arguments);
        }
    }

    private static <T> Filter value(Class<T> type, Function<T, String> text) {
        return new Shown(
                List.of(),
                (input, arguments) -> input == null ? none("not known") : data(input, text.apply(type.cast(input))));
    }

    private static SafeString moment(@Nullable Object at) {
        return at == null
                ? none("not reached")
                : new SafeString("<time datetime=\"" + at + "\">" + UTC.format((Instant) at) + "</time>");
    }

    private static SafeString bounded(Bounded figure, String beyond) {
        return withBounds(figure, Figures.duration(figure, beyond));
    }

    private static SafeString rates(Bounded figure) {
        return withBounds(figure, Figures.rate(figure));
    }

    private static SafeString share(Bounded figure, double of) {
        return withBounds(figure, Figures.share(figure, of));
    }

    /** Of which the run record has the ends. */
    private static SafeString duration(double seconds) {
        return new SafeString("<time datetime=\"PT"
                + BigDecimal.valueOf(seconds).toPlainString() + "S\">" + Figures.duration(1000 * seconds) + "</time>");
    }

    private static SafeString withBounds(Bounded figure, String text) {
        if (figure.point() == null) {
            return none(text);
        }
        int bounds = text.indexOf(" (");
        return bounds < 0
                ? data(figure.point(), text)
                : new SafeString(data(figure.point(), text.substring(0, bounds)) + " <small>"
                        + Escaped.html(text.substring(bounds + 1)) + "</small>");
    }

    private static SafeString in(Bounded figure, Unit unit) {
        Double point = figure.point();
        boolean exact = point != null && point.equals(figure.lower()) && point.equals(figure.upper());
        if (unit == Unit.MILLISECONDS && !exact) {
            return bounded(figure, "not known");
        }
        return point == null ? none("not known") : data(point, Figures.measured(unit, point));
    }

    private static SafeString data(Object value, String text) {
        return new SafeString("<data value=\"" + value + "\">" + Escaped.html(text) + "</data>");
    }

    private static SafeString none(String text) {
        return new SafeString("<span class=\"none\">" + Escaped.html(text) + "</span>");
    }

    static SafeString limit(SloResult slo) {
        return data(slo.limit(), Figures.limit(slo.unit(), slo.limit()));
    }

    static SafeString measured(SloResult slo, String beyond) {
        Double value = slo.value();
        if (value == null) {
            return none(slo.result() == Outcome.NOT_JUDGED ? slo.whyNotJudged() : beyond);
        }
        return data(value, Figures.measured(slo, value));
    }
}
