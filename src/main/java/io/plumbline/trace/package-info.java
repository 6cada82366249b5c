/** Trace ids, stamps and stages of a record. */
@NullMarked
package io.plumbline.trace;

import org.jspecify.annotations.NullMarked;
