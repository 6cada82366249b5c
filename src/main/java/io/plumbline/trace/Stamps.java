package io.plumbline.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The stamps that are known of one record, in epoch microseconds. Immutable. */
public final class Stamps {

    private static final Stamp[] ORDER = Stamp.values();
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final Stamps NONE = new Stamps(unknown());

    private final long[] micros;

    private Stamps(long[] micros) {
        this.micros = micros;
    }

    public static Stamps none() {
        return NONE;
    }

    public Stamps with(Stamp stamp, long epochMicros) {
        long[] changed = micros.clone();
        changed[stamp.ordinal()] = epochMicros;
        return new Stamps(changed);
    }

    public OptionalLong at(Stamp stamp) {
        long value = micros[stamp.ordinal()];
        return value == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The stages between neighbouring known stamps; a stamp that is missing merges the two stages beside it. */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(ORDER.length - 1);
        Stamp from = null;
        for (Stamp to : ORDER) {
            if (micros[to.ordinal()] == UNKNOWN) {
                continue;
            }
            if (from != null) {
                stages.add(new Stage(from, to, micros[from.ordinal()], micros[to.ordinal()]));
            }
            from = to;
        }
        return stages;
    }

    private static long[] unknown() {
        long[] micros = new long[ORDER.length];
        Arrays.fill(micros, UNKNOWN);
        return micros;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stamps that && Arrays.equals(micros, that.micros);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(micros);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Stamps[");
        for (Stamp stamp : ORDER) {
            at(stamp)
                    .ifPresent(value ->
                            text.append(stamp).append('=').append(value).append(' '));
        }
        return text.toString().strip() + "]";
    }
}
