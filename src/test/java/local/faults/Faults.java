package local.faults;

import java.time.Duration;
import java.util.Map;

/**
 * All rules of a run.
 *
 * @param lateBy how long a late record is withheld from the table
 */
public record Faults(Map<FaultKind, FaultRule> rules, Duration lateBy) {

    public static final Faults NONE = new Faults(Map.of(), Duration.ZERO);

    /** @param ordinal counted from 1; 0 is never struck */
    public boolean strikes(FaultKind kind, long ordinal) {
        return rule(kind).strikes(ordinal);
    }

    /** One of several ways in which a fault can strike, from 0 to {@code ways - 1}, all equally likely. */
    public int way(FaultKind kind, long ordinal, int ways) {
        return (int) (FaultRule.uniform(~rule(kind).seed(), ordinal) * ways);
    }

    private FaultRule rule(FaultKind kind) {
        return rules.getOrDefault(kind, FaultRule.NEVER);
    }
}
