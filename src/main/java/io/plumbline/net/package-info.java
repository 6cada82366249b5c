/** The way to the services: what can stand in it, and proxies. JDK only. */
@NullMarked
package io.plumbline.net;

import org.jspecify.annotations.NullMarked;
