package local.bigquery;

/**
 * What one query sees of every table.
 *
 * @param snapshotMicros the instant as of which it reads
 * @param visibleMicros rows committed later than this are hidden from it; normally the snapshot itself
 * @param bufferMicros how long rows count as buffered, their {@code _PARTITIONTIME} NULL
 */
record AsOf(long snapshotMicros, long visibleMicros, long bufferMicros) {

    long bufferedAfterMicros() {
        return snapshotMicros - bufferMicros;
    }
}
