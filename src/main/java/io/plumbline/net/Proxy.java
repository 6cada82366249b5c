package io.plumbline.net;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A proxy that leads to a service; it is talked to without TLS.
 *
 * @param login what it wants to know of who comes by, if that was given
 * @param origin where it was named, as people know it
 */
public record Proxy(String host, int port, Optional<Login> login, String origin) {

    /** Of the proxy, not of the service behind it. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    /** As the JDK has it. */
    public java.net.Proxy address() {
        return new java.net.Proxy(java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /** Why it is not reached; empty when it is. */
    Optional<Obstacle.Found> obstacle() {
        return Probe.connect(host, port)
                .map(found -> Obstacle.PROXY.with(found.obstacle().label() + " at " + this));
    }

    @Override
    public String toString() {
        return host + ":" + port + " (" + origin + ")";
    }
}
