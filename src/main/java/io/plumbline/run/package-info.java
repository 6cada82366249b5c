/** The life of a run: warm-up, load, drain, audit, verdict. */
@NullMarked
package io.plumbline.run;

import org.jspecify.annotations.NullMarked;
