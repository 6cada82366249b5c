/** Kinesis and Lambda; AWS types stop here. */
@NullMarked
package io.plumbline.aws;

import org.jspecify.annotations.NullMarked;
