package io.plumbline.settings;

import io.plumbline.settings.Settings.Share;
import java.time.Instant;
import java.util.Optional;

/** Reads which part of the load this generator has. */
final class ShareReader {

    private static final String INDEX = "plumbline.generator.index";
    private static final String COUNT = "plumbline.generator.count";
    private static final String RUN_ID = "plumbline.runId";

    private final Reader reader;

    ShareReader(Reader reader) {
        this.reader = reader;
    }

    /** The whole where what is given makes no sense; what is wrong is noted. */
    Share read() {
        int count = reader.required(COUNT, Kind.integer(1, Share.MOST));
        int index = reader.required(INDEX, Kind.integer(0, Share.MOST - 1));
        Optional<Instant> startAt = reader.optional("plumbline.generator.startAt", Kind.instant());
        if (count > 1 && reader.given(RUN_ID).isEmpty()) {
            reader.problem(new Problem.Missing(
                    RUN_ID,
                    COUNT + " is " + count + ", and all generators of a run have its name; set the same for each"));
        }
        if (index >= count) {
            reader.given(INDEX).ifPresent(given -> reader.problem(Problem.Invalid.of(given, below(count))));
            return Share.WHOLE;
        }
        return new Share(index, count, startAt);
    }

    private static Kind<Integer> below(int count) {
        Kind<Integer> kind = Kind.integer(0, count - 1);
        return new Kind<>(
                (count == 1 ? "0" : "0 to " + (count - 1)) + ", because " + COUNT + " is " + count,
                kind.parser(),
                false);
    }
}
