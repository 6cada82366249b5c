package io.plumbline.report.page;

import io.plumbline.result.BacklogSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The time that a drawing shows. */
record Period(Instant start, double seconds) {

    /** That has all of it; empty where nothing has a time. */
    static Optional<Period> of(BacklogSeries backlog, Stream<@Nullable Instant> moments) {
        List<Instant> all = Stream.concat(moments, Stream.of(backlog.start(), end(backlog)))
                .filter(Objects::nonNull)
                .sorted(Comparator.naturalOrder())
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Period(all.get(0), Math.max(1, between(all.get(0), all.get(all.size() - 1)))));
    }

    private static @Nullable Instant end(BacklogSeries backlog) {
        Instant start = backlog.start();
        return start == null
                ? null
                : start.plusMillis((long)
                        (1000 * backlog.sampleSeconds() * backlog.samples().size()));
    }

    /** How long after the start, in seconds. */
    double at(Instant moment) {
        return between(start, moment);
    }

    private static double between(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
