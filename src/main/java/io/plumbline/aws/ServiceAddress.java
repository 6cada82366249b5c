package io.plumbline.aws;

import io.plumbline.net.Probe;
import io.plumbline.settings.Redaction;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Where a service is called, to say at the start of a run why it was not reached.
 *
 * @param uri empty where only the SDK knows the region
 * @param named as people know it
 */
record ServiceAddress(Optional<URI> uri, String named) {

    /**
     * @param endpoint as set
     * @param setting sets it
     */
    static ServiceAddress of(Optional<URI> endpoint, String setting, ServiceMetadata service, Optional<String> region) {
        if (endpoint.isPresent()) {
            return new ServiceAddress(endpoint, endpoint.get() + " (" + setting + ")");
        }
        Optional<URI> regional =
                region.map(Region::of).map(service::endpointFor).map(host -> URI.create("https://" + host));
        return new ServiceAddress(regional, regional.map(URI::toString).orElse("the endpoint of the region"));
    }

    /** Why the service did not do what it was asked. The clients do not always know, so it may take seconds. */
    String why(Throwable failure) {
        if (PutFailures.isServiceError(failure)) {
            return PutFailures.describe(failure);
        }
        return Redaction.of(PutFailures.obstacle(failure)
                .or(() -> failure instanceof ApiCallTimeoutException ? Optional.empty() : uri.flatMap(Probe::knock))
                .map(found -> found.sentence(named))
                .orElseGet(() -> PutFailures.describe(failure) + ", at " + named));
    }
}
