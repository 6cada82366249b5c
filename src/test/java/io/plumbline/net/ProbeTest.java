package io.plumbline.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What can be seen of an endpoint from outside, over real sockets. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ProbeTest {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @TempDir
    Path folder;

    @Test
    void whereAllIsWellThereIsNothingToSay() throws Exception {
        try (HttpServer plain = server();
                HttpServer ipv6 = HttpServer.startOnIpv6("ipv6", request -> answer());
                HttpServer secure = HttpServer.start("secure", request -> answer(), trusted("ip:127.0.0.1"))) {
            assertThat(Probe.knock(plain.uri())).isEmpty();
            assertThat(ipv6.uri().toString()).startsWith("http://[::1]:");
            assertThat(Probe.knock(ipv6.uri())).isEmpty();
            assertThat(Probe.knock(secure.uri())).isEmpty();
        } finally {
            System.clearProperty(TRUST_STORE);
        }
    }

    @Test
    void aClosedPortRefuses() {
        HttpServer gone = server();
        gone.close();

        assertThat(Probe.knock(gone.uri())).hasValue(Obstacle.CONNECTION_REFUSED.with(""));
        assertThat(Probe.knock(URI.create("http://[::1]:" + gone.port())))
                .hasValue(Obstacle.CONNECTION_REFUSED.with(""));
    }

    @Test
    void aHostMayBeUnknown() {
        assertThat(Probe.knock(URI.create("https://no-such-host.invalid"))).hasValue(Obstacle.UNKNOWN_HOST.with(""));
    }

    @Test
    void aCertificateThatNobodySigned() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder, "ip:127.0.0.1");
        try (HttpServer secure = HttpServer.start("secure", request -> answer(), certificate.server())) {
            assertThat(Probe.knock(secure.uri())).hasValueSatisfying(found -> assertThat(found.text())
                    .startsWith("its certificate is signed by nobody whom this machine trusts"));
        }
    }

    @Test
    void aCertificateOfAnotherHost() throws Exception {
        try (HttpServer secure = HttpServer.start("secure", request -> answer(), trusted("dns:other.example"))) {
            assertThat(Probe.knock(secure.uri())).hasValue(Obstacle.NO_TLS.with("its certificate is for another host"));
        } finally {
            System.clearProperty(TRUST_STORE);
        }
    }

    @Test
    void tlsWhereThereIsNoneAndNoneWhereThereIs() throws Exception {
        try (HttpServer plain = server();
                HttpServer secure = HttpServer.start(
                        "secure",
                        request -> answer(),
                        SelfSigned.in(folder, "ip:127.0.0.1").server())) {
            assertThat(Probe.knock(URI.create("https://127.0.0.1:" + plain.port())))
                    .hasValue(Obstacle.NO_TLS.with("it does not speak TLS, so http:// may be meant"));
            assertThat(Probe.knock(URI.create("http://127.0.0.1:" + secure.port())))
                    .hasValue(Obstacle.NO_TLS.with("it speaks nothing else, so https:// may be meant"));
        }
    }

    @Test
    void whoTakesAConnectionAndSaysNothingIsNotWaitedForLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(Probe.knock(URI.create("https://127.0.0.1:" + silent.getLocalPort())))
                    .hasValueSatisfying(found -> assertThat(found.obstacle()).isEqualTo(Obstacle.NO_ANSWER));
        }
    }

    private SslContext trusted(String names) throws Exception {
        SelfSigned certificate = SelfSigned.in(folder, names);
        System.setProperty(TRUST_STORE, certificate.trustStore().toString());
        return certificate.server();
    }

    private static HttpServer server() {
        return HttpServer.start("plain", request -> answer());
    }

    private static CompletableFuture<HttpResponse> answer() {
        return CompletableFuture.completedFuture(HttpResponse.text(200, "here"));
    }
}
