/** Arrival queries; Google types stop here. */
@NullMarked
package io.plumbline.bigquery;

import org.jspecify.annotations.NullMarked;
