package io.plumbline.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A proxy on loopback that notes the first line of each connection: tunnels, and requests with the whole address. */
public final class RecordingProxy implements AutoCloseable {

    public final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;

    /** Leads tunnels to the ports on loopback that they ask for. */
    public RecordingProxy() throws IOException {
        this(0);
    }

    /** @param target the port on loopback to which everybody is led, whatever was asked for */
    public RecordingProxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> lead(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void lead(Socket client) {
        try (client) {
            String line = line(client.getInputStream());
            asked.add(line);
            lead(client, line);
        } catch (IOException e) {
            // One side hung up.
        }
    }

    private void lead(Socket client, String line) throws IOException {
        int port = target > 0 ? target : Integer.parseInt(line.replaceFirst("CONNECT .*:(\\d+) .*", "$1"));
        try (Socket service = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (line.startsWith("CONNECT ")) {
                while (!line(client.getInputStream()).isEmpty()) {
                    // Headers of the tunnel.
                }
                client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(US_ASCII));
            } else {
                service.getOutputStream().write((line.replaceFirst("http://[^/]*", "") + "\r\n").getBytes(US_ASCII));
            }
            daemon(() -> copy(service, client));
            client.getInputStream().transferTo(service.getOutputStream());
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(US_ASCII).strip();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side hung up.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
