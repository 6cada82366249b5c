/** Builders that a simulation chains; Gatling's Java types. */
@NullMarked
package io.plumbline.dsl;

import org.jspecify.annotations.NullMarked;
