package local.faults;

import java.util.Map;

/** All rules of a run. */
public record Faults(Map<FaultKind, FaultRule> rules) {

    public static final Faults NONE = new Faults(Map.of());

    public boolean strikes(FaultKind kind, long ordinal) {
        return rules.getOrDefault(kind, FaultRule.NEVER).strikes(ordinal);
    }
}
