package local.faults;

import java.util.List;
import local.kinesis.StreamRecord;
import local.lambda.DeliveryHook;
import local.truth.Truth;

/** Treats records wrongly between Kinesis and the function. */
public final class FaultyDelivery implements DeliveryHook {

    private final Faults faults;
    private final Truth truth;
    private final Once errors;
    private final Once partial;

    public FaultyDelivery(Faults faults, Truth truth) {
        this.faults = faults;
        this.truth = truth;
        this.errors = new Once(faults, FaultKind.LAMBDA_ERROR);
        this.partial = new Once(faults, FaultKind.PARTIAL_BATCH);
    }

    @Override
    public boolean delivers(StreamRecord record) {
        boolean dropped = faults.strikes(FaultKind.DROP, record.ordinal());
        if (dropped) {
            truth.dropped(record);
        }
        return !dropped;
    }

    @Override
    public boolean heldBack(StreamRecord record) {
        return faults.strikes(FaultKind.REORDER, record.ordinal());
    }

    @Override
    public boolean fails(List<StreamRecord> batch) {
        boolean fails = false;
        for (StreamRecord record : batch) {
            fails |= errors.strikes(record.ordinal());
        }
        return fails;
    }

    @Override
    public int processed(List<StreamRecord> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (partial.strikes(batch.get(i).ordinal())) {
                return i;
            }
        }
        return batch.size();
    }
}
