package local.lambda;

import io.plumbline.handler.Row;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By which the function tells records apart: {@code data.log_level}. */
final class LogLevel {

    private static final Pattern LEVEL = Pattern.compile("\"log_level\":\"(\\w+)\"");

    private LogLevel() {}

    static Optional<String> of(Row row) {
        Matcher level = LEVEL.matcher(row.columns().getOrDefault("data", "").toString());
        return level.find() ? Optional.of(level.group(1)) : Optional.empty();
    }
}
