package io.plumbline.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that leads to another one until it is cut: a service that goes away in mid-run. */
final class Forwarder implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param target {@code host:port} */
    static Forwarder to(String target) throws IOException {
        URI uri = URI.create("tcp://" + target);
        return new Forwarder(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    /** @param server closed with this */
    Forwarder(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on nobody is there. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket service = new Socket(target.getAddress(), target.getPort());
                open.add(client);
                open.add(service);
                daemon(() -> copy(client, service));
                daemon(() -> copy(service, client));
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The other side went away, or the port was cut.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }
}
