package simulations;

import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Five tenants, drawn at random. */
final class Tenants {

    private Tenants() {}

    static FeederBuilder<Object> tenants() {
        List<Map<String, Object>> tenants = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> Map.<String, Object>of("tenant", "tenant-" + number))
                .toList();
        return CoreDsl.listFeeder(tenants).random();
    }
}
