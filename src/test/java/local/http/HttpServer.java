package local.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A small server of HTTP/1.1 and of HTTP/2 with prior knowledge: loopback only, a free port, inflates bodies. */
public final class HttpServer implements AutoCloseable {

    /** Largest body after inflating; a larger one gets 413. */
    static final int MAX_BODY_BYTES = 64 << 20;

    /** How long a request may take to arrive, from its first byte; then it gets 408. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final EventLoopGroup loops;
    private final Channel channel;
    private final ChannelGroup connections;
    private final boolean secure;

    private HttpServer(EventLoopGroup loops, Channel channel, ChannelGroup connections, boolean secure) {
        this.loops = loops;
        this.channel = channel;
        this.connections = connections;
        this.secure = secure;
    }

    /** Starts a server with one event loop. */
    public static HttpServer start(String name, HttpHandler handler) {
        return start(name, handler, REQUEST_TIMEOUT);
    }

    /** One that is talked to by TLS. */
    public static HttpServer start(String name, HttpHandler handler, SslContext tls) {
        return start(name, tls, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler, REQUEST_TIMEOUT);
    }

    static HttpServer start(String name, HttpHandler handler, Duration requestTimeout) {
        return start(name, null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler, requestTimeout);
    }

    /** On the loopback address of IPv6. */
    public static HttpServer startOnIpv6(String name, HttpHandler handler) {
        return start(name, null, new InetSocketAddress("::1", 0), handler, REQUEST_TIMEOUT);
    }

    private static HttpServer start(
            String name, SslContext tls, InetSocketAddress address, HttpHandler handler, Duration requestTimeout) {
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        try {
            Channel channel = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel connection) {
                            connections.add(connection);
                            if (tls != null) {
                                connection.pipeline().addLast(tls.newHandler(connection.alloc()));
                            }
                            connection.pipeline().addLast(new ProtocolDetector(handler, requestTimeout));
                        }
                    })
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
            return new HttpServer(loops, channel, connections, tls != null);
        } catch (RuntimeException e) {
            loops.shutdownGracefully();
            throw e;
        }
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public URI uri() {
        boolean ipv6 = ((InetSocketAddress) channel.localAddress()).getAddress() instanceof Inet6Address;
        return URI.create((secure ? "https" : "http") + "://" + (ipv6 ? "[::1]" : "127.0.0.1") + ":" + port());
    }

    /** Stops at once; open connections are cut. A second time without effect. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        channel.close().syncUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
