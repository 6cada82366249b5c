package io.plumbline.result;

import io.plumbline.result.RunRecord.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load generators of a run that has several.
 *
 * @param count how many were to share the load
 * @param index which of them made the run record, from 0; null where it is of all of them together
 * @param apart how long after the first the last of them began, in milliseconds, each by its own clock; null where it is of one
 * @param parts what each of them came to; empty where it is of one
 */
public record Generators(int count, @Nullable Integer index, @Nullable Double apart, List<Part> parts) {

    public Generators {
        parts = List.copyOf(parts);
    }

    /** One of several. */
    public static Generators one(int index, int count) {
        return new Generators(count, index, null, List.of());
    }

    /**
     * What became of one of them.
     *
     * @param verdict null where it left no results
     * @param reasons why the verdict is not PASS, or why there are no results
     * @param runToken null where it left no results, like all that follows
     * @param p95 end to end, in milliseconds; null also where it lies among the lost
     * @param achievedRate records a second; null also where its plan is not known
     */
    public record Part(
            int index,
            @Nullable Verdict verdict,
            List<String> reasons,
            @Nullable String runToken,
            @Nullable Long intended,
            @Nullable Long onTime,
            @Nullable Double p95,
            @Nullable Double achievedRate) {

        public Part {
            reasons = List.copyOf(reasons);
        }

        static Part of(RunRecord run) {
            Integer index = run.generators() == null ? null : run.generators().index();
            return new Part(
                    index == null ? 0 : index,
                    run.verdict(),
                    run.reasons(),
                    run.runToken(),
                    run.counts().intended(),
                    run.counts().onTime(),
                    run.endToEnd().p95().point(),
                    run.generator().achievedRate());
        }

        /** One that left no results. */
        static Part missing(int index, String why) {
            return new Part(index, null, List.of(why), null, null, null, null, null);
        }

        /** Whether its figures can be trusted. */
        public boolean stands() {
            return verdict == Verdict.PASS || verdict == Verdict.FAIL;
        }
    }
}
