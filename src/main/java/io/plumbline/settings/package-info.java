/** Settings: one immutable tree, its loader, redaction. */
@NullMarked
package io.plumbline.settings;

import org.jspecify.annotations.NullMarked;
