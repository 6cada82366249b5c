/** Writers of the run record: files and console. */
@NullMarked
package io.plumbline.report;

import org.jspecify.annotations.NullMarked;
