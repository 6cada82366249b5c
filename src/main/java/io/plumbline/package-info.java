/** What a simulation imports. */
@NullMarked
package io.plumbline;

import org.jspecify.annotations.NullMarked;
