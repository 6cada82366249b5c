package io.plumbline.result;

import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Course.Exemplars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Keeps the records that are worth a look: the slowest that arrived, the earliest that were lost. Not thread-safe. */
public final class ExemplarRecorder {

    /** Of each kind: more than anybody looks at one by one. */
    static final int MOST = 10;

    private final Best slowest = new Best();
    private final Best lost = new Best();

    /** @param exemplar is only asked for where the record is one of the slowest so far */
    public void arrived(long micros, Supplier<Exemplar> exemplar) {
        slowest.offer(micros, exemplar);
    }

    /** @param exemplar is only asked for where the record is one of the earliest so far */
    public void lost(long sentMicros, Supplier<Exemplar> exemplar) {
        lost.offer(-sentMicros, exemplar);
    }

    public Exemplars exemplars() {
        return new Exemplars(slowest.best(), lost.best());
    }

    private record Ranked(long rank, Exemplar exemplar) {}

    /** Those of the highest ranks; of equal ones those that came first. */
    private static final class Best {

        private final PriorityQueue<Ranked> kept = new PriorityQueue<>(Comparator.comparingLong(Ranked::rank));

        private void offer(long rank, Supplier<Exemplar> exemplar) {
            if (kept.size() == MOST) {
                if (rank <= kept.element().rank) {
                    return;
                }
                kept.remove();
            }
            kept.add(new Ranked(rank, exemplar.get()));
        }

        private List<Exemplar> best() {
            List<Ranked> all = new ArrayList<>(kept);
            all.sort(Comparator.comparingLong(Ranked::rank).reversed());
            return all.stream().map(Ranked::exemplar).toList();
        }
    }
}
