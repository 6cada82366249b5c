package local.truth;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts records that were overtaken: another record of their key, with a higher sequence number, was received earlier.
 * Looks at rows in the order in which they are written, so that only the highest record of each key need be kept.
 */
final class KeyOrder {

    private record Highest(String sequenceNumber, long receivedMicros) {}

    private final Map<String, Highest> byKey = new HashMap<>();

    /** The first row of a record; whether it was overtaken. */
    boolean overtaken(String key, String sequenceNumber, long receivedMicros) {
        Highest highest = byKey.get(key);
        if (highest == null || sequenceNumber.compareTo(highest.sequenceNumber) > 0) {
            byKey.put(key, new Highest(sequenceNumber, receivedMicros));
            return false;
        }
        return highest.receivedMicros < receivedMicros;
    }
}
