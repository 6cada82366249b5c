package local.faults;

import java.util.concurrent.atomic.AtomicLong;
import local.kinesis.PutHook;
import local.kinesis.StreamRecord;
import local.truth.TraceId;
import local.truth.Truth;

/** Tells the truth of every put of a load record, and treats some wrongly. */
public final class FaultyPuts implements PutHook {

    private static final Attempt NOT_LOAD = new Attempt() {};

    private final Faults faults;
    private final Truth truth;
    private final AtomicLong attempts = new AtomicLong();

    public FaultyPuts(Faults faults, Truth truth) {
        this.faults = faults;
        this.truth = truth;
    }

    @Override
    public Attempt attempt(byte[] data) {
        return TraceId.findLoad(data).<Attempt>map(LoadAttempt::new).orElse(NOT_LOAD);
    }

    private final class LoadAttempt implements Attempt {

        private final TraceId id;
        private long ordinal;

        private LoadAttempt(TraceId id) {
            this.id = id;
        }

        @Override
        public boolean throttled() {
            return faults.strikes(FaultKind.THROTTLE, attempts.incrementAndGet());
        }

        @Override
        public void refused() {
            truth.refused(id);
        }

        @Override
        public long ordinal() {
            ordinal = truth.accepted(id);
            return ordinal;
        }

        @Override
        public void stored(StreamRecord record) {
            truth.stored(id);
        }

        @Override
        public boolean storedTwice() {
            return faults.strikes(FaultKind.DUPLICATE, ordinal) && faults.way(FaultKind.DUPLICATE, ordinal, 2) == 0;
        }

        @Override
        public boolean answered() {
            return !faults.strikes(FaultKind.PUT_TIMEOUT, ordinal);
        }

        @Override
        public void ended(boolean answered) {
            if (!answered) {
                truth.unanswered(id);
            } else if (ordinal > 0) {
                truth.acknowledged(id);
            }
        }
    }
}
