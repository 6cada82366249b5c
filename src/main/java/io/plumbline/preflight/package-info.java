/** What is looked at before a load. */
@NullMarked
package io.plumbline.preflight;

import org.jspecify.annotations.NullMarked;
