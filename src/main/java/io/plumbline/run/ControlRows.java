package io.plumbline.run;

import java.util.Map;
import java.util.Set;

/**
 * What the audit saw of the controls, by the same ways as it sees the load.
 *
 * @param complete whether it looked
 * @param counted how many rows the table counts over all controls
 * @param rows how many rows of each were read
 * @param surplus how many rows of them all count as duplicates
 * @param flagged those whose digest is wrong
 */
record ControlRows(boolean complete, long counted, Map<Long, Integer> rows, long surplus, Set<Long> flagged) {

    static final ControlRows NOT_LOOKED_FOR = new ControlRows(false, 0, Map.of(), 0, Set.of());
}
