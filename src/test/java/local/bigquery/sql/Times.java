package local.bigquery.sql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GoogleSQL's text forms of TIMESTAMP and DATE. Named zones other than UTC are outside the subset. */
public final class Times {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern TIMESTAMP = Pattern.compile(DATE.pattern()
            + "(?:[ Tt](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{0,6}))?)?"
            + " ?(?:[Zz]|UTC|([+-])(\\d{1,2})(?::(\\d{2}))?)?");

    /** From the year 1 to the year 9999. */
    private static final long FIRST_MICROS = -62_135_596_800_000_000L;

    private static final long LAST_MICROS = 253_402_300_799_999_999L;

    private Times() {}

    public static boolean isTimestamp(long micros) {
        return micros >= FIRST_MICROS && micros <= LAST_MICROS;
    }

    /** DuckDB's TIMESTAMP of an expression in microseconds; fails outside GoogleSQL's range. */
    static String duckDb(String micros) {
        return "CASE WHEN %1$s BETWEEN %2$d AND %3$d THEN make_timestamp(%1$s) WHEN %1$s IS NOT NULL"
                        .formatted(micros, FIRST_MICROS, LAST_MICROS)
                + " THEN error('TIMESTAMP out of range: ' || " + micros + ") END";
    }

    /** Microseconds since the epoch; without a zone the text means UTC. */
    public static long timestampMicros(String text) {
        Matcher m = TIMESTAMP.matcher(text);
        if (!m.matches()) {
            throw new InvalidQuery("Invalid TIMESTAMP literal: \"" + text + '"');
        }
        try {
            LocalDateTime local = LocalDate.of(number(m, 1), number(m, 2), number(m, 3))
                    .atTime(number(m, 4), number(m, 5), number(m, 6));
            String fraction = m.group(7) == null ? "" : m.group(7);
            long micros = Long.parseLong((fraction + "000000").substring(0, 6));
            long offsetMinutes = number(m, 9) * 60L + number(m, 10);
            long ahead = "-".equals(m.group(8)) ? -offsetMinutes : offsetMinutes;
            return micros(local) + micros - ahead * 60_000_000;
        } catch (DateTimeException e) {
            throw new InvalidQuery("Invalid TIMESTAMP literal: \"" + text + '"');
        }
    }

    public static LocalDate date(String text) {
        Matcher m = DATE.matcher(text);
        try {
            if (m.matches()) {
                return LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
            }
        } catch (DateTimeException e) {
            // falls through: the same message
        }
        throw new InvalidQuery("Invalid DATE literal: \"" + text + '"');
    }

    public static long micros(LocalDateTime utc) {
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), utc);
    }

    public static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }
}
