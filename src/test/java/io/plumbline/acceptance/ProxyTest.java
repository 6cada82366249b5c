package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import io.plumbline.net.RecordingProxy;
import io.plumbline.net.SelfSigned;
import io.plumbline.run.StandIn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import local.ChildStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import simulations.SmokeSimulation;

/** A run whose services have TLS, behind the proxy of the environment. */
@Execution(ExecutionMode.CONCURRENT)
class ProxyTest {

    @TempDir
    Path folder;

    @Test
    void aRunPassesThroughAProxyToServicesWithTls() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder, "ip:127.0.0.1");
        StandIn standIn = new ChildStandIn(Map.of());
        try (StandIn.Running running = standIn.start(folder.resolve("truth.json"));
                RecordingProxy proxy = new RecordingProxy();
                Forwarder kinesis = secured(running, "AWS_ENDPOINT_URL_KINESIS", certificate);
                Forwarder bigquery = secured(running, "BIGQUERY_EMULATOR_HOST", certificate)) {
            Map<String, String> environment = new HashMap<>(running.environment());
            environment.put("AWS_ENDPOINT_URL_KINESIS", "https://127.0.0.1:" + kinesis.port());
            environment.put("BIGQUERY_EMULATOR_HOST", "https://127.0.0.1:" + bigquery.port());
            environment.put("GCP_ACCESS_TOKEN", "a-token-for-nobody");
            environment.put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());

            Ended ended = Program.gatling(
                            folder,
                            SmokeSimulation.class,
                            Map.of(
                                    "plumbline.kinesis.httpClient", "netty",
                                    "javax.net.ssl.trustStore",
                                            certificate.trustStore().toString(),
                                    "http.nonProxyHosts", "169.254.*|metadata.google.internal"))
                    .environment(environment)
                    .patient()
                    .run();

            assertThat(ended.exitCode()).as(ended.console()).isZero();
            assertThat(ended.count("onTime")).isEqualTo(60);
            assertThat(proxy.asked)
                    .anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + kinesis.port()))
                    .anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + bigquery.port()));
        }
    }

    /** A port with TLS that leads to the one which the stand-in names. */
    private static Forwarder secured(StandIn.Running standIn, String variable, SelfSigned certificate)
            throws Exception {
        String plain = standIn.environment().get(variable);
        int port = URI.create(plain.contains("://") ? plain : "http://" + plain).getPort();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new Forwarder(
                certificate.context().getServerSocketFactory().createServerSocket(0, 50, loopback),
                new InetSocketAddress(loopback, port));
    }
}
