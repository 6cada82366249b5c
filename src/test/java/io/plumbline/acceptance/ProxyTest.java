package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import io.plumbline.net.RecordingProxy;
import io.plumbline.net.SelfSigned;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
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
        StandIn standIn = ServiceLoader.load(StandIn.class).findFirst().orElseThrow();
        try (StandIn.Running running = standIn.start(folder.resolve("truth.json"));
                RecordingProxy proxy = new RecordingProxy();
                ServerSocket kinesis = secured(running, "AWS_ENDPOINT_URL_KINESIS", certificate);
                ServerSocket bigquery = secured(running, "BIGQUERY_EMULATOR_HOST", certificate)) {
            Map<String, String> environment = new HashMap<>(running.environment());
            environment.put("AWS_ENDPOINT_URL_KINESIS", "https://127.0.0.1:" + kinesis.getLocalPort());
            environment.put("BIGQUERY_EMULATOR_HOST", "https://127.0.0.1:" + bigquery.getLocalPort());
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
                    .anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + kinesis.getLocalPort()))
                    .anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + bigquery.getLocalPort()));
        }
    }

    /** A port with TLS that leads to the one which the stand-in names. */
    private static ServerSocket secured(StandIn.Running standIn, String variable, SelfSigned certificate)
            throws Exception {
        String plain = standIn.environment().get(variable);
        int port = URI.create(plain.contains("://") ? plain : "http://" + plain).getPort();
        ServerSocket server = certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), port);
                    daemon(() -> copy(client, service));
                    daemon(() -> copy(service, client));
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
        return server;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side hung up.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "secured");
        thread.setDaemon(true);
        thread.start();
    }
}
