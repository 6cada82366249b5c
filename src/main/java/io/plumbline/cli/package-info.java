/** The programs beside the simulations. */
@NullMarked
package io.plumbline.cli;

import org.jspecify.annotations.NullMarked;
