package io.plumbline.result;

/**
 * Cells for durations in microseconds, negative ones too: of one unit up to {@code 2^(bits+1)} units, above that at the
 * most 1/{@code 2^bits} of the duration wide. Integer arithmetic only, so a value at an edge is never in the wrong cell.
 * Cell {@code c} holds the whole microseconds from {@code edge(c)} to {@code edge(c + 1) - 1}.
 *
 * @param unitMicros the width of the narrowest cells
 * @param bits how fine the wider ones are
 */
record Grid(long unitMicros, int bits) {

    /** Twelve days; what is longer is taken as that. */
    private static final long LONGEST_MICROS = 1L << 40;

    int cell(long micros) {
        return micros >= 0 ? cellOf(micros) : -1 - cellOf(-1 - micros);
    }

    private int cellOf(long micros) {
        long units = Math.min(micros, LONGEST_MICROS) / unitMicros;
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(units | 1) - bits);
        return (shift << bits) + (int) (units >>> shift);
    }

    /** The smallest duration in the cell. */
    long edge(int cell) {
        return cell >= 0 ? edgeOf(cell) : -edgeOf(-cell);
    }

    private long edgeOf(int cell) {
        int shift = Math.max(0, (cell >>> bits) - 1);
        return ((long) (cell - (shift << bits)) << shift) * unitMicros;
    }
}
