/** Loads whose rate is decided while they go on: a search for the capacity, and a disturbance that is recovered from. */
@NullMarked
package io.plumbline.steering;

import org.jspecify.annotations.NullMarked;
