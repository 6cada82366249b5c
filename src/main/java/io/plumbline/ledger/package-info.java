/** What became of each record. JDK only. */
@NullMarked
package io.plumbline.ledger;

import org.jspecify.annotations.NullMarked;
