package local.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Answers 408 to a request whose body does not arrive in time. A timer runs only while a body is still on its way. */
final class SlowRequestHandler extends ChannelInboundHandlerAdapter {

    private final Duration timeout;
    private boolean arriving;
    private Future<?> timer;

    SlowRequestHandler(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            arriving = true;
        }
        if (message instanceof LastHttpContent) {
            arriving = false;
            cancel();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (arriving && timer == null) {
            timer = context.executor()
                    .schedule(
                            () -> ExchangeHandler.refuse(context, 408, "The request took too long to arrive."),
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
