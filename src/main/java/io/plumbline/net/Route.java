package io.plumbline.net;

import java.net.URI;
import java.util.Optional;

/** The way to an endpoint, by a proxy where one is named for it. */
public record Route(URI endpoint, Optional<Proxy> proxy) {

    public static Route to(URI endpoint) {
        return new Route(endpoint, Proxies.ofThisProcess().to(endpoint));
    }

    /**
     * What stands in the way of a call that failed; empty when nothing that can be seen from here. May take seconds.
     *
     * @param told by the client that was to make the call
     */
    public Optional<Obstacle.Found> obstacle(Optional<Obstacle.Found> told) {
        return proxy.isPresent() ? proxy.get().obstacle().or(() -> told) : told.or(() -> Probe.knock(endpoint));
    }
}
