package io.plumbline.aws;

import io.plumbline.net.Obstacle;
import io.plumbline.net.Proxy;
import io.plumbline.net.Route;
import io.plumbline.settings.Redaction;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Where a service is called, to say at the start of a run why it was not reached.
 *
 * @param named as people know it
 */
record ServiceAddress(URI uri, String named) {

    /**
     * @param endpoint as set
     * @param setting sets it
     */
    static ServiceAddress of(Optional<URI> endpoint, String setting, ServiceMetadata service, Optional<String> region) {
        if (endpoint.isPresent()) {
            return new ServiceAddress(endpoint.get(), endpoint.get() + " (" + setting + ")");
        }
        // Without a region here the SDK finds it by itself; only its host's name is not known then.
        URI regional = URI.create("https://" + service.endpointFor(Region.of(region.orElse("us-east-1"))));
        return new ServiceAddress(
                regional, region.isPresent() ? regional.toString() : "the endpoint of the credentials' region");
    }

    /** The proxy that leads there. */
    Optional<Proxy> proxy() {
        return Route.to(uri).proxy();
    }

    /** Why the service did not do what it was asked. The clients do not always know, so it may take seconds. */
    String why(Throwable failure) {
        if (PutFailures.isServiceError(failure)) {
            return PutFailures.describe(failure);
        }
        Optional<Obstacle.Found> told = PutFailures.obstacle(failure);
        // Who waited that long has no time left to knock.
        boolean isLate = failure instanceof ApiCallTimeoutException;
        return Redaction.of((isLate ? told : Route.to(uri).obstacle(told))
                .map(found -> found.sentence(named))
                .orElseGet(() -> PutFailures.describe(failure) + ", at " + named));
    }
}
