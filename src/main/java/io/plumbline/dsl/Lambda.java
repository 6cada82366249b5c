package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.plumbline.gatling.Invoke;
import java.util.List;

/** What can be done with the function, under a name that becomes a group in Gatling's report. */
public final class Lambda {

    private final String name;

    /** @param name Gatling's expression language */
    public Lambda(String name) {
        this.name = name;
    }

    /**
     * Invokes the function and waits until it has ended ({@code RequestResponse}).
     *
     * @param payload JSON, any of Gatling's bodies that makes text or bytes, or {@code kinesisEvent(…)}; Lambda takes up to
     *     6 MB
     */
    public InvokeBuilder invoke(Body payload) {
        return new InvokeBuilder(new Invoke(name, payload, false, List.of()));
    }
}
