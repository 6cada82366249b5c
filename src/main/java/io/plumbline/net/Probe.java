package io.plumbline.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Knocks at an endpoint by the JDK's own sockets to see why a service was not reached: the clients of the SDKs often say
 * no more than that they have no connection. Sends nothing but the start of TLS.
 */
public final class Probe {

    /** For the connection, and again for each step of TLS. */
    private static final int PATIENCE_MILLIS = 2_000;

    private Probe() {}

    /** What stands in the way; empty when nothing that can be seen from here. */
    public static Optional<Obstacle.Found> knock(URI endpoint) {
        boolean secure = "https".equals(endpoint.getScheme());
        String host = endpoint.getHost().replaceAll("^\\[|]$", "");
        int port = endpoint.getPort() > 0 ? endpoint.getPort() : secure ? 443 : 80;
        return connected(
                host, port, socket -> secure ? whyNotSecure(socket, host, port) : whyNotPlain(socket, host, port));
    }

    /** Why nobody takes a connection there; empty when somebody does. */
    static Optional<Obstacle.Found> connect(String host, int port) {
        return connected(host, port, socket -> Optional.empty());
    }

    private static Optional<Obstacle.Found> connected(
            String host, int port, Function<Socket, Optional<Obstacle.Found>> then) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return then.apply(socket);
        } catch (IOException e) {
            return Obstacle.in(e);
        }
    }

    private static Optional<Obstacle.Found> whyNotSecure(Socket socket, String host, int port) {
        try {
            handshake(socket, host, port);
            return Optional.empty();
        } catch (IOException e) {
            return Obstacle.in(e);
        }
    }

    private static Optional<Obstacle.Found> whyNotPlain(Socket socket, String host, int port) {
        Optional<Obstacle.Found> speaksTls =
                Optional.of(Obstacle.NO_TLS.with("it speaks nothing else, so https:// may be meant"));
        try {
            handshake(socket, host, port);
            return speaksTls;
        } catch (SSLHandshakeException e) {
            // A certificate that is not trusted is one all the same; who just hangs up shows none.
            return e.getCause() instanceof CertificateException ? speaksTls : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void handshake(Socket socket, String host, int port) throws IOException {
        try {
            // Not the default one, which knows the trust store of the moment when it was first asked for.
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, false);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        } catch (GeneralSecurityException e) {
            throw new SSLException(e);
        }
    }
}
