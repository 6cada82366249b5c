package io.plumbline.arrival;

import java.util.List;

/**
 * What a query answered.
 *
 * @param sentMicros when the query left, epoch microseconds: it saw the table as of a moment between here and
 *     {@code receivedMicros}
 * @param receivedMicros when its first page was there
 */
public record Answer<T>(List<T> rows, long sentMicros, long receivedMicros, long bytesBilled) {}
