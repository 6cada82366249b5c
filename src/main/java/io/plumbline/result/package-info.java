/** The run record: counts, percentiles, service level objectives, verdict. */
@NullMarked
package io.plumbline.result;

import org.jspecify.annotations.NullMarked;
