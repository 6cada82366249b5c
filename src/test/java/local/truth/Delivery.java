package local.truth;

/**
 * A row's way into the table.
 *
 * @param lane of {@link Lanes}
 * @param position in the lane; also tells the copies of a record in the stream apart
 * @param receivedMicros when the function received it, in true time; 0 where the row does not tell
 * @param visibleMicros when it was in the table, in true time
 */
record Delivery(int lane, int position, long receivedMicros, long visibleMicros) {

    boolean isPlaced() {
        return lane != Lanes.NONE && receivedMicros != 0;
    }
}
