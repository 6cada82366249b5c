/** The reference Lambda function, deployable by itself. */
@NullMarked
package io.plumbline.handler;

import org.jspecify.annotations.NullMarked;
