package io.plumbline.aws;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the line {@code REPORT} of a function's log says of an invocation. Functions that log in JSON have no such line.
 *
 * @param durationMicros how long the function ran
 * @param billedMillis for how long it is paid
 * @param initMicros how long the start of its environment took; empty where it was warm
 */
public record InvokeReport(long durationMicros, int billedMillis, Optional<Long> initMicros) {

    /** The service writes it last; a function could print one of its own before. */
    private static final Pattern LINE = Pattern.compile("(?m)^REPORT RequestId: .*$");

    private static final Pattern DURATION = Pattern.compile("\tDuration: ([\\d.]+) ms");
    private static final Pattern BILLED = Pattern.compile("\tBilled Duration: (\\d{1,9}) ms");
    private static final Pattern INIT = Pattern.compile("\tInit Duration: ([\\d.]+) ms");

    /** @param tail the last 4 KB of the log in base64, as the service gives them; null for none */
    static Optional<InvokeReport> in(@Nullable String tail) {
        if (tail == null) {
            return Optional.empty();
        }
        String line = lastLine(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8));
        Optional<String> billed = find(BILLED, line);
        return find(DURATION, line)
                .filter(any -> billed.isPresent())
                .map(duration -> new InvokeReport(
                        micros(duration),
                        Integer.parseInt(billed.orElseThrow()),
                        find(INIT, line).map(InvokeReport::micros)));
    }

    private static String lastLine(String log) {
        return LINE.matcher(log)
                .results()
                .reduce((first, second) -> second)
                .map(result -> result.group())
                .orElse("");
    }

    private static Optional<String> find(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static long micros(String millis) {
        return new BigDecimal(millis).movePointRight(3).longValue();
    }
}
