package io.plumbline.report.live;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;

/** Where live metrics go. */
public interface LiveOutput extends AutoCloseable {

    MeterRegistry registry();

    /** No metric changes any more: waits until all are where they go, but no longer than this. */
    void last(Duration patience);

    @Override
    void close();

    /** How each distribution is told, from a millisecond to five minutes: what takes longer is counted all the same. */
    static MeterFilter distributions(DistributionStatisticConfig.Builder how) {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                double unit =
                        id.getType() == Meter.Type.TIMER ? Duration.ofMillis(1).toNanos() : 1;
                return how.minimumExpectedValue(unit)
                        .maximumExpectedValue(unit * Duration.ofMinutes(5).toMillis())
                        .build()
                        .merge(config);
            }
        };
    }
}
