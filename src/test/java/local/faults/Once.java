package local.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Faults that strike a record the first time only, however often it is delivered. */
final class Once {

    private final Faults faults;
    private final FaultKind kind;
    private final Set<Long> struck = ConcurrentHashMap.newKeySet();

    Once(Faults faults, FaultKind kind) {
        this.faults = faults;
        this.kind = kind;
    }

    boolean strikes(long ordinal) {
        return faults.strikes(kind, ordinal) && struck.add(ordinal);
    }
}
