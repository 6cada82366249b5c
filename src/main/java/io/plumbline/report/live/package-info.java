/** How a run stands, for what watches it while it goes on: InfluxDB and Prometheus. */
@NullMarked
package io.plumbline.report.live;

import org.jspecify.annotations.NullMarked;
