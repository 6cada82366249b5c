/** How many records a second a pipeline sustains, what limits it, how fast it recovers: pure functions of observations. */
@NullMarked
package io.plumbline.capacity;

import org.jspecify.annotations.NullMarked;
