package local.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request after the other of a connection, handed to the handler; pipelined ones wait for their turn. */
final class ExchangeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    private final HttpHandler handler;
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private boolean answering;

    ExchangeHandler(HttpHandler handler) {
        this.handler = handler;
    }

    private record Exchange(HttpRequest request, boolean keepAlive) {}

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(
                    context,
                    400,
                    "Not a valid HTTP request: " + request.decoderResult().cause());
            return;
        }
        try {
            byte[] body = Inflate.inflate(
                    request.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""),
                    ByteBufUtil.getBytes(request.content()),
                    HttpServer.MAX_BODY_BYTES);
            waiting.add(new Exchange(
                    new HttpRequest(request.method().name(), request.uri(), request.headers(), body),
                    HttpUtil.isKeepAlive(request)));
        } catch (Inflate.TooLargeException e) {
            refuse(context, 413, e.getMessage());
        } catch (IOException e) {
            refuse(context, 400, "The body cannot be inflated: " + e.getMessage());
        }
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        if (answering || waiting.isEmpty()) {
            return;
        }
        answering = true;
        Exchange exchange = waiting.remove();
        call(exchange.request()).whenComplete((response, failure) -> {
            HttpResponse answer = failure == null ? response : serverError(exchange.request(), failure);
            if (context.executor().inEventLoop()) {
                answer(context, exchange, answer);
            } else {
                context.executor().execute(() -> answer(context, exchange, answer));
            }
        });
    }

    private CompletionStage<HttpResponse> call(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpResponse serverError(HttpRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.error("{} {} failed", request.method(), request.uri(), cause);
        return HttpResponse.text(500, "The stand-in failed: " + cause);
    }

    private void answer(ChannelHandlerContext context, Exchange exchange, HttpResponse response) {
        answering = false;
        var written = context.writeAndFlush(encode(response));
        if (exchange.keepAlive()) {
            next(context);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static DefaultFullHttpResponse encode(HttpResponse response) {
        var message = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body()));
        response.headers().forEach(message.headers()::set);
        if (response.status() != 204) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        return message;
    }

    /** Answers and cuts the connection: what follows on it cannot be trusted to be a request. */
    static void refuse(ChannelHandlerContext context, int status, String reason) {
        byte[] body = reason.getBytes(StandardCharsets.UTF_8);
        var response = new HttpResponse(
                status, Map.of("Content-Type", "text/plain; charset=UTF-8", "Connection", "close"), body);
        context.writeAndFlush(encode(response)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof IOException) {
            context.close();
        } else {
            refuse(context, 400, "The request cannot be read: " + failure.getMessage());
        }
    }
}
