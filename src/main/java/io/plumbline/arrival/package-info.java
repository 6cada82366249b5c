/** When records become visible: poll schedule, windows, intervals. No SDK, injected clock. */
@NullMarked
package io.plumbline.arrival;

import org.jspecify.annotations.NullMarked;
