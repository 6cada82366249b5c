/** Every touch of Scala and of Gatling's engine. */
@NullMarked
package io.plumbline.gatling;

import org.jspecify.annotations.NullMarked;
